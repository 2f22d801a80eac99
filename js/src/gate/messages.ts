import type { Conversation } from "../conversation.js";
import { overrideGetter } from "./accessors.js";
import type { Realm } from "./endpoints.js";
import { restoreMessage } from "./inbound.js";

/**
 * Restores the text of message events that guarded sockets and event sources give,
 * however the page listens. `chatOf` gives the conversation of such a source.
 */
export function restoreMessages(
  realm: Realm,
  chatOf: (source: EventTarget) => Conversation | undefined,
): () => void {
  if (typeof realm.MessageEvent !== "function") return () => {};
  const texts = new WeakMap<MessageEvent, string>();
  return overrideGetter(
    realm.MessageEvent.prototype as MessageEvent,
    "data",
    (event: MessageEvent, original: () => unknown) => {
      const data = original();
      const chat = typeof data === "string" && event.target ? chatOf(event.target) : undefined;
      if (chat === undefined) return data;
      let text = texts.get(event);
      if (text === undefined) texts.set(event, (text = restoreMessage(data as string, chat)));
      return text;
    },
  );
}
