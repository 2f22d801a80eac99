// Its script stands in the page: it is not written for a module's strict mode.
import { KNOWN, place } from "./known.js";

globalThis.WebChat.default(
  {
    initPayload: "/start",
    socketUrl: location.origin,
    socketPath: "/api/rasa/",
    customData: { language: "en", ...KNOWN },
    title: "Support",
    inputTextFieldHint: "Write a message",
    embedded: true,
    customMessageDelay: () => 0, // else it pretends to type
    params: { storage: "session" },
  },
  place,
);
