import { StreamChat } from "stream-chat";
import { attach } from "/blackbar/adapters/stream-chat.js";
import { chat, guarded, options } from "./page.js";

// The client's own composer, in a form of its own: stream-chat-react is made of the same.
const client = new StreamChat("key", { baseURL: location.origin, enableInsights: false });
guarded(client, (target) => attach(target, chat, options));
await client.connectUser({ id: "u-1" }, client.devToken("u-1"));
const channel = client.channel("messaging", "room-1");
await channel.watch();

document.querySelector("#root").innerHTML =
  '<div id="list"></div><form><input id="text"><input id="file" type="file"><button>Send</button></form>';
const [form, field, file, list] = ["form", "#text", "#file", "#list"].map((name) => document.querySelector(name));
const draw = () => {
  list.textContent = channel.state.messages.map(({ text }) => text).join("\n");
};
channel.on(draw);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { messageComposer } = channel;
  if (file.files.length > 0) await messageComposer.attachmentManager.uploadFiles(file.files).catch(() => {});
  messageComposer.textComposer.setText(field.value);
  field.value = "";
  const { message, localMessage } = await messageComposer.compose();
  channel.state.addMessageSorted(localMessage);
  draw();
  await channel.sendMessage(message).catch(() => {});
  messageComposer.clear();
  draw();
});
globalThis.ready = true;
