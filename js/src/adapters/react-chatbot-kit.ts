import { Outbox, replace, type ChatSource } from "../sending/outbox.js";

// `blackbar/adapters/react-chatbot-kit`: for react-chatbot-kit 2.x.
//
//   const detach = attach(MessageParser, chat);           // a class
//   <Chatbot messageParser={MessageParser} ... />
//
//   const parser = { parse(message) { ... } };            // a component
//   const detach = attach(parser, chat);
//   ... React.cloneElement(child, { parse: (message) => parser.parse(message) })
//
// HOOK. parse(message): of the class's prototype, or of the object.
// LEAVES. parse gets the masked message, so whatever it sends is masked.
// THE BUBBLE of the person shows what was typed; an answer is restored by you, with
// chat.restore(text), as it is you who makes the bubble.
// LIMITS. `config.validator` gets what was typed. The kit sends no files.

interface Parser {
  parse(message: string, ...rest: unknown[]): unknown;
}

export type ParserTarget = Parser | (new (...rest: never[]) => Parser);

/** @throws {TypeError} if there is no parse(). */
export function attach(parser: ParserTarget, chat: ChatSource): () => void {
  const target = (typeof parser === "function" ? parser.prototype : parser) as Parser | undefined;
  if (typeof target?.parse !== "function")
    throw new TypeError("blackbar/adapters/react-chatbot-kit: a parser has a method parse()");
  const outbox = new Outbox(chat, "react-chatbot-kit");
  const { parse } = target;
  let attached = true;

  return afterwards(
    replace(target, "parse", function (this: Parser, message: string, ...rest: unknown[]): void {
      if (!attached) return void parse.call(this, message, ...rest);
      outbox.passQuietly(
        (edit) => edit(message),
        (masked) => parse.call(this, masked, ...rest),
      );
    }),
    () => (attached = false), // a rendered component may still hold ours
  );
}

function afterwards(first: () => void, then: () => void): () => void {
  return () => {
    first();
    then();
  };
}
