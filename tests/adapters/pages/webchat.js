import { attach } from "/blackbar/adapters/webchat.js";
import { chat, guarded, options } from "./page.js";

const { WebChat } = globalThis; // dist/webchat-minimal.js
const directLine = WebChat.createDirectLine({
  token: "t",
  domain: `${location.origin}/v3/directline`,
  webSocket: false,
  pollingInterval: 200,
});
guarded(directLine, (target) => attach(target, chat, options));
const styleOptions = { combineAttachmentsAndText: true, sendAttachmentOn: "send", uploadMultiple: true };
WebChat.renderWebChat(
  { directLine, userID: "u-1", locale: "en-US", styleOptions },
  document.querySelector("#root"),
);
globalThis.ready = true;
