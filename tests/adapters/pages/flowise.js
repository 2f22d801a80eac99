import Chatbot from "flowise-embed/dist/web.js";
import { attach } from "/blackbar/adapters/flowise.js";
import { chat, guarded, options } from "./page.js";

const element = document.createElement("flowise-fullchatbot");
element.style.display = "block";
document.querySelector("#root").append(element);
Chatbot.initFull({ chatflowid: "flow-1", apiHost: location.origin });
guarded(element, (target) => attach(target, chat, options));
globalThis.ready = true;
