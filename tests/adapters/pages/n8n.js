import { createChat } from "@n8n/chat/dist/chat.bundle.es.js";
import { attach } from "/blackbar/adapters/n8n.js";
import { chat, guarded, options } from "./page.js";

const app = createChat({
  webhookUrl: `${location.origin}/n8n`,
  mode: "fullscreen",
  target: "#root",
  loadPreviousSession: false,
  allowFileUploads: true,
  metadata: { order: "ord-4242" },
});
guarded(app.config.globalProperties.$chat, () => attach(app, chat, options));
globalThis.ready = true;
