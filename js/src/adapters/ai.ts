import { Outbox, replace, type ChatSource } from "../sending/outbox.js";
import { editPayload, mapStrings, type UploadOptions } from "../sending/upload.js";

// `blackbar/adapters/ai`: for useChat of the Vercel AI SDK (`ai` 5 and 6), any transport.
//
//   const transport = guardTransport(new DefaultChatTransport({ api: "/api/chat" }), chat);
//   const { messages, sendMessage } = useChat({ transport });
//
// HOOK. The transport's sendMessages and reconnectToStream. `attach` does it to the
// transport itself, and gives what undoes it.
// LEAVES. The whole history that useChat sends, each time: text, reasoning, what
// tools were given and gave, masked, and the same value by the same token as before;
// text files in `data:` URLs masked, others by `uploads`. Ids, roles, metadata, and
// what you add by `body`, stay.
// THE BUBBLE of the person shows what was typed. The answer is restored while it
// streams, a word at a time; so are a tool's input and output.
// LIMITS. A file behind an address is not fetched: the address goes as it is.

interface Part {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Message {
  readonly parts: readonly Part[];
}

interface Sending {
  readonly messages: readonly Message[];
}

type Chunk = Part;

/** What useChat takes: ChatTransport of `ai`. */
export interface Transport {
  sendMessages(options: never): Promise<ReadableStream<unknown>>;
  reconnectToStream(options: never): Promise<ReadableStream<unknown> | null>;
}

/** Another transport in front of it; the one you pass stays as it is. */
export function guardTransport<T extends Transport>(
  transport: T,
  chat: ChatSource,
  options: UploadOptions = {},
): T {
  const guarded = Object.create(transport) as T;
  guard(transport, guarded, chat, options);
  return guarded;
}

export function attach(
  transport: Transport,
  chat: ChatSource,
  options: UploadOptions = {},
): () => void {
  return guard(transport, transport, chat, options);
}

function guard(
  transport: Transport,
  target: Transport,
  chat: ChatSource,
  options: UploadOptions,
): () => void {
  const outbox = new Outbox(chat, "ai");
  const { sendMessages, reconnectToStream } = transport as unknown as Record<
    keyof Transport,
    (sending: Sending) => Promise<ReadableStream<Chunk> | null>
  >;

  async function send(sending: Sending): Promise<ReadableStream<Chunk> | null> {
    const stream = await outbox.pass(
      (edit) => editMessages(sending.messages, edit, options),
      (messages) => sendMessages.call(transport, { ...sending, messages }),
    );
    return stream === null ? null : restored(stream, outbox);
  }

  async function reconnect(sending: Sending): Promise<ReadableStream<Chunk> | null> {
    const stream = await reconnectToStream.call(transport, sending);
    return stream === null ? null : restored(stream, outbox);
  }

  const undo = [
    replace(target, "sendMessages", send),
    replace(target, "reconnectToStream", reconnect),
  ];
  return () => undo.splice(0).forEach((takeBack) => takeBack());
}

type Edit = (text: string) => string;

/** What a tool was given and gave, and what the page added, all of it. */
const VALUES = ["input", "output", "data", "errorText", "rawInput"];

async function editMessages(
  messages: readonly Message[],
  edit: Edit,
  options: UploadOptions,
): Promise<readonly Message[]> {
  const edited: Message[] = [];
  for (const message of messages) {
    const parts: Part[] = [];
    for (const part of message.parts) parts.push(await editPart(part, edit, options));
    edited.push({ ...message, parts });
  }
  return edited;
}

async function editPart(part: Part, edit: Edit, options: UploadOptions): Promise<Part> {
  const next = (await editPayload(part, ["text", "filename", "title"], edit, options)) as Part;
  if (!/^(?:tool-|dynamic-tool$|data-)/.test(part.type)) return next;
  const values = VALUES.filter((key) => next[key] !== undefined);
  const edited = values.map((key) => [key, mapStrings(next[key], edit)]);
  return { ...next, ...Object.fromEntries(edited) };
}

/** A token has no white space in it, so what stands before some is whole. */
function restored(stream: ReadableStream<Chunk>, outbox: Outbox): ReadableStream<Chunk> {
  const held = new Map<string, Part>(); // the deltas not given on yet, by text
  const transform = new TransformStream<Chunk, Chunk>({
    transform(chunk, controller) {
      const key = `${chunk.type.replace(/-(?:start|delta|end)$/, "")} ${String(chunk["id"])}`;
      const before = held.get(key);
      if (/^(?:text|reasoning)-delta$/.test(chunk.type)) {
        const text = String(before?.["delta"] ?? "") + String(chunk["delta"]);
        const cut = /\s\S*$/.exec(text)?.index ?? -1;
        const ready = text.slice(0, cut + 1);
        held.set(key, { ...chunk, delta: text.slice(cut + 1) });
        if (ready !== "") controller.enqueue({ ...chunk, delta: outbox.restore(ready) });
        return;
      }
      if (/^(?:text|reasoning)-end$/.test(chunk.type)) flush(controller, key);
      controller.enqueue(/^(?:tool-|data-)/.test(chunk.type) ? outbox.restoreAll(chunk) : chunk);
    },
    flush(controller) {
      for (const key of held.keys()) flush(controller, key);
    },
  });
  function flush(controller: TransformStreamDefaultController<Chunk>, key: string): void {
    const rest = held.get(key);
    held.delete(key);
    if (rest === undefined || rest["delta"] === "") return;
    controller.enqueue({ ...rest, delta: outbox.restore(String(rest["delta"])) });
  }
  return stream.pipeThrough(transform);
}
