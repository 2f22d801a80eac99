import React from "react";
import { createRoot } from "react-dom/client";
import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { attach, guardTransport } from "/blackbar/adapters/ai.js";
import { chat, guarded, options, variant } from "./page.js";

const plain = new DefaultChatTransport({ api: "/ai", body: { session: "ord-4242" } });
const transport = variant === "wrapped" ? guardTransport(plain, chat, options) : plain;
guarded(plain, (target) => (variant === "wrapped" ? () => {} : attach(target, chat, options)));

function App() {
  const [input, setInput] = React.useState("");
  const [files, setFiles] = React.useState();
  const { messages, sendMessage } = useChat({ transport });
  const send = (event) => {
    event.preventDefault();
    sendMessage({ text: input, files });
    setInput("");
  };
  return (
    <form onSubmit={send}>
      {messages.map(({ id, role, parts }) => (
        <p key={id} className={role}>{parts.map(({ text }) => text).join("")}</p>
      ))}
      <input id="text" value={input} onChange={(event) => setInput(event.target.value)} />
      <input id="file" type="file" onChange={(event) => setFiles(event.target.files)} />
      <button>Send</button>
    </form>
  );
}
createRoot(document.querySelector("#root")).render(<App />);
globalThis.ready = true;
