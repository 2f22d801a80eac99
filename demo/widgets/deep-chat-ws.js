import "deep-chat/dist/deepChat.bundle.js";
import { deepChat } from "./deep-chat-look.js";
import { KNOWN, place } from "./known.js";

const url = `ws://${location.host}/api/deep-chat-ws`;
place.append(deepChat({ connect: { url, websocket: true, additionalBodyProps: KNOWN } }));
