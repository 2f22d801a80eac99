import { attach } from "/blackbar/adapters/rasa-webchat.js";
import { chat, guarded } from "./page.js";

const { WebChat } = globalThis; // lib/index.js
const settings = {
  initPayload: "/start",
  socketUrl: location.origin,
  socketPath: "/socket.io/",
  customData: { order: "ord-4242" },
  embedded: true,
  params: { storage: "session" },
  customMessageDelay: () => 0,
};
document.querySelector("#root").id = "webchat";
guarded(settings, (target) => attach(target, chat));
WebChat.default(settings, null);
globalThis.ready = true;
