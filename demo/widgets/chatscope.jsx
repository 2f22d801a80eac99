import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from "@chatscope/chat-ui-kit-react";
import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "@chatscope/chat-ui-kit-styles/dist/default/styles.min.css";
import { KNOWN, place } from "./known.js";
import { post } from "./post.js";

function Chat() {
  const [said, setSaid] = useState([]);
  const [file, setFile] = useState();
  const chooser = useRef(null);
  const add = (direction, message) => setSaid((all) => [...all, { direction, message, position: "single" }]);

  async function send(html, text) {
    add("outgoing", text);
    let body = JSON.stringify({ text, ...KNOWN });
    if (file) {
      body = new FormData();
      for (const [name, value] of Object.entries({ text, ...KNOWN, file })) body.append(name, value);
      setFile(undefined);
    }
    add("incoming", (await post("/api/chatscope", body)).text);
  }

  return (
    <MainContainer>
      <ChatContainer>
        <MessageList>
          {said.map((model, i) => (
            <Message key={i} model={model} />
          ))}
        </MessageList>
        <MessageInput placeholder={file?.name ?? "Write a message"} onSend={send} onAttachClick={() => chooser.current.click()} />
      </ChatContainer>
      <input ref={chooser} type="file" hidden onChange={(event) => setFile(event.target.files[0])} />
    </MainContainer>
  );
}

createRoot(place).render(<Chat />);
