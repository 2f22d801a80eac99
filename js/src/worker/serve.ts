// blackbar-worker.js: the engine in a dedicated Worker, in one file that loads
// nothing else, by no name. worker/index.ts talks to it.
import type { Conversation } from "../conversation.js";
import { createRedactor } from "../create.js";
import type { JsonSelection } from "../selection.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError } from "../types.js";
import type { ConversationOptions, DetectOptions, RedactOptions } from "../types.js";
import type { RedactorOptions, RestoreOptions } from "../types.js";
import { PROTOCOL, type Answer, type Call, type Fault, type Started } from "./protocol.js";

/** As much of DedicatedWorkerGlobalScope as is needed. */
interface Scope {
  addEventListener(type: "message", listener: (event: MessageEvent<Call>) => void): void;
  postMessage(answer: Answer): void;
}

let redactor: Redactor | undefined;
const chats = new Map<number, Conversation>();
let count = 0;

function started(): Redactor {
  if (redactor === undefined) throw new BlackbarError("disposed", "", "it was not started");
  return redactor;
}

/** By name; `chat` is the conversation that a call names. */
const CALLS: Record<string, (chat: () => Conversation, ...args: never[]) => unknown> = {
  start: async (_, options: RedactorOptions, lock: string): Promise<Started> => {
    redactor = await createRedactor(options);
    await hold(lock);
    return { protocol: PROTOCOL, version: redactor.version, entities: redactor.entities };
  },
  detect: (_, text: string, options?: DetectOptions) => started().detect(text, options),
  redactAlone: (_, text: string, options?: RedactOptions) => started().redact(text, options),
  redactJsonAlone: (_, value: unknown, selection: JsonSelection) =>
    started().redactJson(value, selection),
  open: (_, options: ConversationOptions): number => {
    chats.set(count + 1, started().openConversation(options));
    return ++count;
  },
  redact: (chat, text: string, options?: RedactOptions) => chat().redact(text, options),
  redactJson: (chat, value: unknown, selection: JsonSelection) => chat().redactJson(value, selection),
  restore: (chat, text: string, options?: RestoreOptions) => chat().restore(text, options),
  entries: (chat) => chat().entries(),
  correct: (chat, token: string, value: string) => chat().correct(token, value),
  forget: (chat, token?: string) => chat().forget(token),
  save: (chat) => chat().save(),
  close: (chat) => chat().close(),
};

/** A lock ends with whoever holds it, however that comes: so the page hears of a
 *  worker that died, of which no event tells. */
async function hold(name: string): Promise<void> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return; // no secure context
  await new Promise<void>((resolve) => {
    const held = locks.request(name, () => {
      resolve();
      return new Promise(() => {});
    });
    held.catch(() => resolve()); // an origin without locks
  });
}

function faultOf(error: unknown): Fault {
  if (error instanceof BlackbarError) {
    const { code, where, name, message } = error;
    return { code, where, name, message: where === "" ? message : message.slice(where.length + 2) };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { where: "", name, message };
}

async function answer({ id, name, chat, with: args }: Call): Promise<Answer> {
  try {
    const conversation = (): Conversation => {
      const open = chats.get(chat);
      if (open === undefined) throw new BlackbarError("disposed", "", "this conversation was closed");
      return open;
    };
    const value = await CALLS[name]!(conversation, ...(args as never[]));
    if (name === "close") chats.delete(chat);
    return { id, value };
  } catch (error) {
    return { id, fault: faultOf(error) };
  }
}

const scope = globalThis as unknown as Scope;
let turn: Promise<void> = Promise.resolve();
scope.addEventListener("message", ({ data }) => {
  turn = turn.then(async () => scope.postMessage(await answer(data)));
});
