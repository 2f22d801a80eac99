import { Children, cloneElement } from "react";
import kit from "react-chatbot-kit";
import { createRoot } from "react-dom/client";
import "react-chatbot-kit/build/main.css";
import { KNOWN, place } from "./known.js";
import { post } from "./post.js";

const { default: Chatbot, createChatBotMessage } = kit;
const each = (children, props) => Children.map(children, (child) => cloneElement(child, props));

function MessageParser({ children, actions }) {
  const parse = async (text) => actions.hear(await post("/api/react-chatbot-kit", JSON.stringify({ text, ...KNOWN })));
  return <>{each(children, { parse, actions: {} })}</>;
}

function ActionProvider({ children, createChatBotMessage, setState }) {
  const hear = ({ text }) =>
    setState((state) => ({ ...state, messages: [...state.messages, createChatBotMessage(text)] }));
  return <>{each(children, { actions: { hear } })}</>;
}

createRoot(place).render(
  <Chatbot
    config={{ botName: "Support", initialMessages: [createChatBotMessage("Hello, what can I do for you?")] }}
    headerText="Support"
    placeholderText="Write a message"
    messageParser={MessageParser}
    actionProvider={ActionProvider}
  />,
);
