import "deep-chat";
import { attach } from "/blackbar/adapters/deep-chat.js";
import { chat, guarded, options, variant } from "./page.js";

const element = document.createElement("deep-chat");
element.connect =
  variant === "websocket"
    ? { url: `ws://${location.host}/ws`, websocket: true }
    : { url: "/deep-chat", additionalBodyProps: { session: "ord-4242" } };
element.mixedFiles = true;
const drawn = new Promise((resolve) => element.addEventListener("render", resolve, { once: true }));
document.querySelector("#root").append(element);
await drawn.then(() => new Promise((done) => setTimeout(done, 100))); // and set up
guarded(element, (target) => attach(target, chat, options));
globalThis.ready = true;
