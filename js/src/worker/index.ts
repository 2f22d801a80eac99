/// <reference lib="esnext.disposable" preserve="true" />
// `blackbar/worker`: the engine in a Worker, so that a long text does not hold up
// the page. The names of `blackbar`, each answered by a promise, in the order of
// the calls.
//
//   import { createWorkerRedactor } from "blackbar/worker";
//   const redactor = await createWorkerRedactor({ worker: "/blackbar-worker.js" });
//   const chat = await redactor.openConversation();
//   (await chat.redact(text)).text;
//   await redactor.dispose();
//
// ERRORS. Those of `blackbar`, and "worker-failed": the worker did not load or is
// no more. Then everything that waits is rejected, and whatever comes after: a text
// whose redaction was refused must not be sent.
import { checkKeys, checkText, wrongType } from "../options.js";
import type { JsonRedaction } from "../payload.js";
import type { JsonSelection } from "../selection.js";
import { BlackbarError, type ConversationExport, type ConversationOptions } from "../types.js";
import type { DetectOptions, Entry, Finding, RedactOptions, Redaction } from "../types.js";
import type { RedactorOptions, RestoreOptions } from "../types.js";
import { Line } from "./line.js";
import { PROTOCOL, type Started } from "./protocol.js";

export type { JsonRedaction } from "../payload.js";
export type { JsonSelection } from "../selection.js";
export { registerServiceWorker } from "./service_worker.js";
export * from "../types.js";

export interface WorkerRedactorOptions extends Omit<RedactorOptions, "wasm"> {
  /** Where blackbar-worker.js is, on the page's own origin; or a Worker of it, which
   *  is this redactor's from then on. */
  readonly worker: URL | string | Worker;
  /** Milliseconds within which it must have started: of a file that holds something
   *  else nothing is heard. Default 30 000. */
  readonly timeout?: number;
}

const TIMEOUT = 30_000;

/** @throws {BlackbarError} for a wrong option or policy, or "worker-failed". */
export async function createWorkerRedactor(options: WorkerRedactorOptions): Promise<WorkerRedactor> {
  checkKeys(options, "options", ["policy", "countries", "worker", "timeout"]);
  const { worker, timeout = TIMEOUT, ...rest } = options;
  if (typeof worker !== "string" && (typeof worker !== "object" || worker === null))
    throw wrongType("options.worker", "a URL, a string or a Worker", worker);
  if (!(typeof timeout === "number" && timeout > 0))
    throw new BlackbarError("out-of-range", "options.timeout", "should be above 0 ms");

  const line = new Line(worker);
  const timer = setTimeout(() => line.fail(`the worker said nothing for ${timeout} ms`, undefined), timeout);
  try {
    const lock = `blackbar ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
    const started = (await line.call("start", [rest, lock])) as Started;
    if (started?.protocol !== PROTOCOL)
      throw new BlackbarError("worker-failed", "options.worker", "the worker is of another version");
    line.watch(lock);
    return new WorkerRedactor(line, started);
  } catch (error) {
    line.end(error as BlackbarError);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A Redactor elsewhere. It has no streams: those are for texts that come in pieces. */
export class WorkerRedactor {
  readonly entities: readonly string[];
  readonly version: string;
  readonly #line: Line;

  /** @internal */
  constructor(line: Line, { entities, version }: Started) {
    this.#line = line;
    this.entities = Object.freeze([...entities]);
    this.version = version;
  }

  async detect(text: string, options?: DetectOptions): Promise<readonly Finding[]> {
    checkText(text);
    return (await this.#line.call("detect", [text, options])) as Finding[];
  }

  async redact(text: string, options?: RedactOptions): Promise<Redaction> {
    checkText(text);
    return (await this.#line.call("redactAlone", [text, options])) as Redaction;
  }

  /** The value has to be one that can be cloned. */
  async redactJson<T>(value: T, selection: JsonSelection): Promise<JsonRedaction<T>> {
    return (await this.#line.call("redactJsonAlone", [value, selection])) as JsonRedaction<T>;
  }

  async openConversation(options: ConversationOptions = {}): Promise<WorkerConversation> {
    const chat = (await this.#line.call("open", [options])) as number;
    return new WorkerConversation(this.#line, chat, options.id);
  }

  /** Ends the worker, and all that it remembers with it; what waits is rejected. Safe
   *  to call twice. */
  async dispose(): Promise<void> {
    this.#line.end(new BlackbarError("disposed", "", "this redactor was disposed"));
  }
}

/** A Conversation elsewhere. */
export class WorkerConversation {
  readonly id: string | undefined;
  readonly #line: Line;
  readonly #chat: number;
  #open = true;

  /** @internal */
  constructor(line: Line, chat: number, id: string | undefined) {
    this.#line = line;
    this.#chat = chat;
    this.id = id;
  }

  async redact(text: string, options?: RedactOptions): Promise<Redaction> {
    checkText(text);
    return (await this.#call("redact", text, options)) as Redaction;
  }

  async redactJson<T>(value: T, selection: JsonSelection): Promise<JsonRedaction<T>> {
    return (await this.#call("redactJson", value, selection)) as JsonRedaction<T>;
  }

  async restore(text: string, options?: RestoreOptions): Promise<string> {
    checkText(text);
    return (await this.#call("restore", text, options)) as string;
  }

  async entries(): Promise<readonly Entry[]> {
    return (await this.#call("entries")) as Entry[];
  }

  async correct(token: string, value: string): Promise<boolean> {
    checkText(token);
    checkText(value);
    return (await this.#call("correct", token, value)) as boolean;
  }

  async forget(token?: string): Promise<boolean> {
    return (await this.#call("forget", token)) as boolean;
  }

  async export(): Promise<ConversationExport> {
    return { id: this.id, entries: await this.entries() };
  }

  async save(): Promise<string> {
    return (await this.#call("save")) as string;
  }

  /** Forgets every value. Safe to call twice, and after dispose(). */
  async close(): Promise<void> {
    if (!this.#open) return;
    const closed = this.#call("close");
    this.#open = false;
    await closed.catch(() => {}); // the worker is no more, and so is what it held
  }

  #call(name: string, ...args: unknown[]): Promise<unknown> {
    if (this.#open) return this.#line.call(name, args, this.#chat);
    return Promise.reject(new BlackbarError("disposed", "", "this conversation was closed"));
  }
}

export interface WorkerRedactor extends AsyncDisposable {}
export interface WorkerConversation extends AsyncDisposable {}

// Node 18 has no Symbol.asyncDispose.
if (typeof Symbol.asyncDispose === "symbol") {
  WorkerRedactor.prototype[Symbol.asyncDispose] = WorkerRedactor.prototype.dispose;
  WorkerConversation.prototype[Symbol.asyncDispose] = WorkerConversation.prototype.close;
}
