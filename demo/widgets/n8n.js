import { createChat } from "@n8n/chat/dist/chat.bundle.es.js";
import "@n8n/chat/dist/style.css";
import { KNOWN, place } from "./known.js";

createChat({
  webhookUrl: "/api/n8n",
  target: place,
  mode: "fullscreen",
  metadata: KNOWN,
  loadPreviousSession: false,
  allowFileUploads: true,
  i18n: { en: { title: "Support", subtitle: "", inputPlaceholder: "Write a message", getStarted: "", footer: "" } },
  initialMessages: ["Hello, what can I do for you?"],
});
