import { Outbox, replace, type ChatSource } from "../sending/outbox.js";
import { editFile, editPayload, TEXT_KEYS, type UploadOptions } from "../sending/upload.js";

// `blackbar/adapters/n8n`: for the widget of @n8n/chat, 1.x.
//
//   const detach = attach(createChat({ webhookUrl }), chat);
//
// HOOK. createChat gives the Vue app, and in it stands the chat's store, whose
// sendMessage(text, files) every message goes through. (beforeMessageSent of the
// options sees a message and cannot change it.) While a workflow waits for an answer
// the widget sends over a WebSocket that the store holds; its send is wrapped.
// LEAVES. The masked text; text files masked, others by `uploads`.
// THE BUBBLE of the person shows what was typed. Answers are restored when they are
// complete: while one streams, its tokens show.
// LIMITS. The store is not described in n8n's documentation: `attach` throws where
// there is none. blackbar/composer guards the widget without it.

interface Message {
  sender?: string;
  text?: string;
}

interface Store {
  readonly messages: { readonly value: Message[] };
  sendMessage(text: string, files?: File[]): Promise<unknown>;
  ws?: WebSocket | null;
}

/** What createChat gives: a Vue app. */
export interface N8nChat {
  readonly config: { readonly globalProperties: object };
}

/** @throws {TypeError} if this is not what createChat of @n8n/chat gave. */
export function attach(app: N8nChat, chat: ChatSource, options: UploadOptions = {}): () => void {
  const store = (app.config.globalProperties as { $chat?: Store }).$chat;
  if (typeof store?.sendMessage !== "function")
    throw new TypeError("blackbar/adapters/n8n: no chat in what createChat gave");
  const outbox = new Outbox(chat, "n8n");
  const send = store.sendMessage;
  const { messages } = store;

  function sendMessage(this: unknown, text: string, files: File[] = []): Promise<unknown> {
    const prepare = (edit: (text: string) => string): Prepared | Promise<Prepared> => {
      const masked = edit(text);
      if (files.length === 0) return { masked, safe: files };
      return editAll(files, edit, options).then((safe) => ({ masked, safe }));
    };
    return (async () =>
      outbox.pass(prepare, ({ masked, safe }) => {
        const begun = messages.value.length;
        const sent = send.call(store, masked, safe);
        // It has put the person's message there by now.
        const own = messages.value[begun];
        if (own?.sender === "user" && own.text === masked) own.text = text;
        return sent.finally(() => restoreFrom(begun));
      }))();
  }

  const restoreFrom = (begun: number): void => {
    for (const message of messages.value.slice(begun))
      if (message.text !== undefined) message.text = outbox.restore(message.text);
  };
  const sockets = guardSocket(store, outbox, options, () => restoreFrom(0));
  const undo = [replace(store, "sendMessage", sendMessage), sockets];
  return () => undo.splice(0).forEach((takeBack) => takeBack());
}

interface Prepared {
  readonly masked: string;
  readonly safe: File[];
}

async function editAll(
  files: readonly File[],
  edit: (text: string) => string,
  options: UploadOptions,
): Promise<File[]> {
  const edited: File[] = [];
  for (const file of files) edited.push((await editFile(file, edit, options)) as File);
  return edited;
}

/** Wraps the send of each socket that the widget puts into the store. */
function guardSocket(
  store: Store,
  outbox: Outbox,
  options: UploadOptions,
  heard: () => void,
): () => void {
  const before = Object.getOwnPropertyDescriptor(store, "ws");
  let socket = store.ws;
  let takeBack = (): void => {};
  const wrap = (next: WebSocket | null | undefined): void => {
    takeBack();
    socket = next;
    if (next === null || next === undefined) return void (takeBack = () => {});
    const send = next.send;
    const edited = async (data: string, edit: (text: string) => string): Promise<string> => {
      if (!data.startsWith("{")) return data; // "n8n|heartbeat-ack"
      return JSON.stringify(await editPayload(JSON.parse(data), TEXT_KEYS, edit, options));
    };
    const unsend = replace(next, "send", (data: string) =>
      outbox.passQuietly(
        (edit) => edited(data, edit),
        (masked) => send.call(next, masked),
      ),
    );
    const onMessage = (): void => void setTimeout(heard); // after the widget's own
    next.addEventListener("message", onMessage);
    takeBack = () => {
      unsend();
      next.removeEventListener("message", onMessage);
    };
  };
  wrap(socket);
  const accessor = { configurable: true, enumerable: true, get: () => socket, set: wrap };
  Object.defineProperty(store, "ws", accessor);
  return () => {
    takeBack();
    if (before === undefined) Reflect.deleteProperty(store, "ws");
    else Object.defineProperty(store, "ws", before);
    if (socket !== undefined) store.ws = socket;
  };
}
