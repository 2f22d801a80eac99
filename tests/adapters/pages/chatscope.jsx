import React from "react";
import { createRoot } from "react-dom/client";
import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from "@chatscope/chat-ui-kit-react";
import { attach } from "/blackbar/adapters/chatscope.js";
import { chat, guarded, restore } from "./page.js";

const handlers = { onSend: () => {} };
let say = () => {};
handlers.onSend = async (html, textContent, innerText, nodes) => {
  const texts = { html, textContent, innerText, nodes: [...nodes].map((node) => node.textContent).join("") };
  say(restore(textContent));
  const body = JSON.stringify({ ...texts, text: textContent, order: "ord-4242" });
  say(restore((await (await fetch("/echo", { method: "POST", body })).json()).text));
};
guarded(handlers, (target) => attach(target, chat));

function App() {
  const [messages, setMessages] = React.useState([]);
  say = (message) => setMessages((before) => [...before, message]);
  return (
    <div style={{ height: 400 }}>
      <MainContainer>
        <ChatContainer>
          <MessageList>
            {messages.map((message, at) => (
              <Message key={at} model={{ message, direction: "outgoing", position: "single" }} />
            ))}
          </MessageList>
          <MessageInput {...handlers} attachButton={false} />
        </ChatContainer>
      </MainContainer>
    </div>
  );
}
createRoot(document.querySelector("#root")).render(<App />);
globalThis.ready = true;
