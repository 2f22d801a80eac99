import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { createRoot } from "react-dom/client";
import { KNOWN, place } from "./known.js";
import { Talk } from "./talk.jsx";

const transport = new DefaultChatTransport({ api: "/api/ai-sdk", body: KNOWN });

function Chat() {
  const { messages, sendMessage } = useChat({ id: KNOWN.customer, transport });
  const said = messages.map(({ id, role, parts }) => ({
    id,
    mine: role === "user",
    text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
  }));
  return <Talk said={said} onSend={(text, files) => sendMessage({ text, ...(files && { files }) })} />;
}

createRoot(place).render(<Chat />);
