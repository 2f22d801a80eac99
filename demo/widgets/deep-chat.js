import "deep-chat/dist/deepChat.bundle.js";
import { deepChat } from "./deep-chat-look.js";
import { KNOWN, place } from "./known.js";

place.append(deepChat({ connect: { url: "/api/deep-chat", additionalBodyProps: KNOWN }, mixedFiles: true }));
