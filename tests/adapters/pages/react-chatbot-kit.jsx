import React from "react";
import { createRoot } from "react-dom/client";
import kit, { createChatBotMessage } from "react-chatbot-kit";
import { attach } from "/blackbar/adapters/react-chatbot-kit.js";
import { chat, guarded, restore, variant } from "./page.js";

const Chatbot = kit.default ?? kit; // CommonJS, however the bundler reads it
const post = (text) =>
  fetch("/echo", { method: "POST", body: JSON.stringify({ text, order: "ord-4242" }) }).then((answer) => answer.json());

class ClassParser {
  constructor(actionProvider) {
    this.actionProvider = actionProvider;
  }
  async parse(message) {
    this.actionProvider.answer((await post(message)).text);
  }
}
class ClassActions {
  constructor(createMessage, setState) {
    Object.assign(this, { createMessage, setState });
  }
  answer(text) {
    this.setState((state) => ({ ...state, messages: [...state.messages, this.createMessage(restore(text))] }));
  }
}

const parser = { parse: (message) => void post(message) };
const Parser = ({ children, actions }) =>
  React.Children.map(children, (child) =>
    React.cloneElement(child, { parse: (message) => parser.parse(message), actions }),
  );
const Actions = ({ children }) => React.Children.map(children, (child) => React.cloneElement(child, { actions: {} }));

const component = variant === "component";
guarded(component ? parser : ClassParser.prototype, () => attach(component ? parser : ClassParser, chat));
createRoot(document.querySelector("#root")).render(
  <Chatbot
    config={{ initialMessages: [createChatBotMessage("hi")] }}
    messageParser={component ? Parser : ClassParser}
    actionProvider={component ? Actions : ClassActions}
  />,
);
globalThis.ready = true;
