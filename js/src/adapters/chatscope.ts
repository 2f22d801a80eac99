import { editNodes, piecesOf } from "../composer/field.js";
import { Outbox, replace, type ChatSource } from "../sending/outbox.js";

// `blackbar/adapters/chatscope`: for MessageInput of @chatscope/chat-ui-kit-react 2.x.
//
//   const handlers = { onSend: (innerHtml, textContent) => { ... } };
//   const detach = attach(handlers, chat);
//   <MessageInput {...handlers} />
//
// HOOK. onSend, and onChange if there is one: all four arguments come masked, the
// HTML too, with its tags as they were.
// LEAVES. What your handler sends of them.
// THE BUBBLE of the person shows what your handler puts there: the mask, or, by
// chat.restore(text), what was typed. Answers are restored by you the same way.
// LIMITS. onChange is called for each key, so it gets values that are not whole yet:
// do not send them, or use blackbar/composer with `previews`. onAttachClick is yours.

type Handler = (innerHtml: string, textContent: string, innerText: string, nodes: NodeList) => void;

export interface ChatscopeHandlers {
  onSend?: Handler;
  onChange?: Handler;
}

/** Handlers that a rendered MessageInput holds already are not masked any more
 *  after what this gives was called. */
export function attach(handlers: ChatscopeHandlers, chat: ChatSource): () => void {
  const outbox = new Outbox(chat, "chatscope");
  let attached = true;

  const guard = (handler: Handler): Handler =>
    function (this: unknown, ...typed) {
      if (!attached) return handler.apply(this, typed);
      outbox.passQuietly(
        (edit) => editArguments(typed, edit, outbox),
        (masked) => handler.apply(this, masked),
      );
    };

  const undo = (["onSend", "onChange"] as const)
    .filter((name) => handlers[name] !== undefined)
    .map((name) => replace(handlers, name, guard(handlers[name]!)));
  return () => {
    attached = false;
    undo.splice(0).forEach((takeBack) => takeBack());
  };
}

type Arguments = Parameters<Handler>;

function editArguments(
  [html, textContent, innerText]: Arguments,
  edit: (text: string) => string,
  outbox: Outbox,
): Arguments {
  // A document of its own, in which no script runs and no picture loads.
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const { text } = piecesOf(body);
  const changes = text === "" ? [] : outbox.look(text).changes;
  // From the end, so that what is still to do stays where it is.
  for (const change of [...changes].reverse()) editNodes(body, change);
  const masked = changes.length === 0 ? html : body.innerHTML;
  return [masked, edit(textContent), edit(innerText), body.childNodes];
}
