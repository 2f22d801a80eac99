import "botframework-webchat/dist/webchat-minimal.js";
import { KNOWN, place } from "./known.js";

const { createDirectLine, renderWebChat } = globalThis.WebChat;
const domain = `${location.origin}/api/directline/v3/directline`;
const directLine = createDirectLine({ token: "t", domain, webSocket: false, pollingInterval: 250 });
const styleOptions = { hideUploadButton: false, sendAttachmentOn: "send" };
renderWebChat({ directLine, userID: KNOWN.customer, locale: "en-US", styleOptions }, place);
