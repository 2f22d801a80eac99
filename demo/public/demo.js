// Puts the page together: guard, panel, chat, sample buttons.
import { compose, openChat } from "./chat.js";
import { startGuard } from "./guard.js";
import { addReply, startPanel } from "./panel.js";
import { SAMPLES } from "./samples.js";

if (startGuard()) {
  startPanel();
  const chat = await openChat(document.getElementById("chat"), addReply);
  const buttons = SAMPLES.map(({ name, text }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => compose(chat, text));
    return button;
  });
  document.getElementById("samples").append(...buttons);
}
