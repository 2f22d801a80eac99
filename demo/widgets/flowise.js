import Chatbot from "flowise-embed/dist/web.js";
import { KNOWN, place } from "./known.js";

place.append(document.createElement("flowise-fullchatbot"));
Chatbot.initFull({
  chatflowid: "flow",
  apiHost: `${location.origin}/api/flowise`,
  chatflowConfig: { vars: KNOWN },
  theme: { chatWindow: { height: "100%", width: "100%", showTitle: false } },
});
