import { redactAgain } from "../again.js";
import type { Conversation } from "../conversation.js";
import { emit, report, type FindingReport } from "../gate/events.js";
import type { Edit } from "../json.js";
import { BlackbarError, type AppliedFinding } from "../types.js";

// What the composer guard and the adapters share: the way of a message through a
// conversation that may not be there yet.
//
//   const outbox = new Outbox(chat, "deep-chat");
//   outbox.pass((edit) => edit(text), (masked) => send(masked));
//
// FAIL CLOSED. While the engine starts, messages wait, and leave in the order in
// which they came. Where it cannot start, or the policy blocks, `send` is not
// called, `pass` throws (or rejects) and the page hears `blackbar:blocked`.

/** What an adapter needs of a conversation. */
export type Chat = Pick<Conversation, "redact" | "restore">;

/** A conversation; or one that is still opened; or a gate, whose own is taken. */
export type ChatSource =
  | Chat
  | PromiseLike<Chat>
  | { readonly ready: PromiseLike<unknown>; readonly conversation?: Chat | undefined };

/** What replaces a range of a text. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export interface Look {
  readonly text: string;
  readonly findings: readonly AppliedFinding[];
  /** What makes `text` of the one that was looked at, in order and disjoint. */
  readonly changes: readonly Change[];
}

export class Outbox {
  state: "starting" | "ready" | "failed" = "starting";
  /** Never rejects: look at `state`. */
  readonly ready: Promise<void>;
  /** What the events call `endpoint`: the adapter's name. */
  readonly #endpoint: string;
  #chat: Chat | undefined;
  #failure: BlackbarError | undefined;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(source: ChatSource, endpoint: string) {
    this.#endpoint = endpoint;
    if ("redact" in source) {
      this.#begin(source);
      this.ready = Promise.resolve();
      return;
    }
    if ("ready" in source && source.conversation !== undefined) this.#begin(source.conversation);
    const opened: PromiseLike<Chat | undefined> =
      "ready" in source ? source.ready.then(() => source.conversation) : source;
    this.ready = Promise.resolve(opened).then(
      (chat) => this.#begin(chat),
      (cause: unknown) => this.#fail(cause),
    );
  }

  #begin(chat: Chat | undefined): void {
    if (chat === undefined) return this.#fail(undefined);
    this.#chat = chat;
    this.state = "ready";
  }

  #fail(cause: unknown): void {
    const stopped = new BlackbarError("not-ready", "", "there is no conversation", { cause });
    this.#failure = cause instanceof BlackbarError ? cause : stopped;
    this.state = "failed";
  }

  /** Must a message wait: for the engine, or for one that waits? */
  get busy(): boolean {
    return this.state === "starting" || this.#waiting > 0;
  }

  /**
   * Gives `send` what `prepare` made; at once, if nothing has to be waited for.
   * Throws, or rejects, with a BlackbarError that the page has been told of.
   */
  pass<T, R>(
    prepare: (edit: Edit) => T | Promise<T>,
    send: (prepared: T) => R,
  ): R | Promise<Awaited<R>> {
    const refuse = (cause: unknown): never => {
      throw this.block(cause);
    };
    if (!this.busy) {
      let prepared: T | Promise<T>;
      try {
        prepared = this.inspect(prepare);
      } catch (cause) {
        return refuse(cause);
      }
      if (!(prepared instanceof Promise)) return send(prepared);
      const work = prepared;
      return this.#queue(() => work).then(send, refuse) as Promise<Awaited<R>>;
    }
    const work = this.#queue(() => this.ready.then(() => this.inspect(prepare)));
    return work.then(send, refuse) as Promise<Awaited<R>>;
  }

  /** The same for a callback that gives nothing: who called it gets no error. */
  passQuietly<T>(prepare: (edit: Edit) => T | Promise<T>, send: (prepared: T) => unknown): void {
    try {
      const sent = this.pass(prepare, (prepared) => void send(prepared));
      if (sent instanceof Promise) sent.catch(quiet);
    } catch (cause) {
      quiet(cause);
    }
  }

  /** After all that were queued before. */
  #queue<T>(work: () => T | Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(work).finally(() => void (this.#waiting -= 1));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /**
   * Lets `work` edit texts and reports what was found.
   * @throws {BlackbarError} if there is no engine, or the policy blocks; and what
   * `work` throws.
   */
  inspect<T>(work: (edit: Edit) => T | Promise<T>): T | Promise<T> {
    const findings: FindingReport[] = [];
    let chars = 0;
    let micros = 0;
    const edit = (value: string): string => {
      if (value === "") return value;
      const begun = performance.now();
      const redaction = this.look(value);
      micros += (performance.now() - begun) * 1000;
      chars += value.length;
      for (const finding of redaction.findings) findings.push(report(finding));
      // The very same string, lone surrogates and all.
      return redaction.changes.length === 0 ? value : redaction.text;
    };
    const done = (result: T): T => {
      if (chars > 0) this.tell(findings, chars, micros);
      return result;
    };
    if (this.#chat === undefined) this.look("");
    const result = work(edit);
    return result instanceof Promise ? result.then(done) : done(result);
  }

  /**
   * One text, without an event. What it has of tokens already, as a field that was
   * redacted before or a guard in front of this one puts there, is the same again.
   * `growing`: a value at the very end is left for later. Throws as `inspect` does.
   */
  look(text: string, growing = false): Look {
    if (this.#chat === undefined) {
      const waiting = "the engine has not started yet";
      throw this.#failure ?? new BlackbarError("not-ready", "", waiting);
    }
    const { action, findings } = redactAgain(this.#chat, text);
    if (action === "block")
      throw new BlackbarError("blocked", "", "the policy lets no such message leave");
    const changes = findings.filter(
      ({ start, end, replacement }) =>
        text.slice(start, end) !== replacement && !(growing && end === text.length),
    );
    return { text: applied(text, changes), findings, changes };
  }

  tell(findings: readonly FindingReport[], chars: number, micros: number): void {
    const endpoint = this.#endpoint;
    emit("blackbar:redacted", { findings, chars, micros: Math.round(micros), endpoint });
  }

  /** What came back, for display. Never throws: without an engine, as it is. */
  restore(text: string, sink: "text" | "html" = "text"): string {
    try {
      return this.#chat?.restore(text, { sink }) ?? text;
    } catch {
      return text; // the conversation was closed
    }
  }

  /** A copy of a payload with its strings restored; the same one where nothing is. */
  restoreAll<T>(value: T): T {
    return this.#chat === undefined ? value : (this.#restored(value, "", 0) as T);
  }

  #restored(value: unknown, key: string, depth: number): unknown {
    if (typeof value === "string")
      return this.restore(value, /html$/i.test(key) ? "html" : "text");
    if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.#restored(item, key, depth + 1));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const prototype = Object.getPrototypeOf(value) as unknown;
    if (prototype !== Object.prototype && prototype !== null) return value;
    const before = Object.entries(value);
    const after = before.map(([name, item]) => [name, this.#restored(item, name, depth + 1)]);
    const same = after.every(([, item], index) => item === before[index]![1]);
    return same ? value : { ...value, ...Object.fromEntries(after) };
  }

  /** Says that a message does not leave, and gives the error for its sender. */
  block(cause: unknown): BlackbarError {
    const unread = (): BlackbarError => {
      const message = "this message cannot be read, so it is not sent";
      return new BlackbarError("unsupported-body", "", message, { cause });
    };
    const error = cause instanceof BlackbarError ? cause : unread();
    emit("blackbar:blocked", { code: error.code, endpoint: this.#endpoint });
    return error;
  }
}

export function applied(text: string, changes: readonly Change[]): string {
  let out = "";
  let copied = 0;
  for (const { start, end, replacement } of changes) {
    out += text.slice(copied, start) + replacement;
    copied = end;
  }
  return out + text.slice(copied);
}

/** Deeper than this, a payload's strings stay as they came. */
const MAX_DEPTH = 100;

/** The page heard of what blackbar blocked; anything else is a fault of its own. */
function quiet(cause: unknown): void {
  if (!(cause instanceof BlackbarError)) throw cause;
}

/**
 * Puts `value` in the place of a property; gives what puts everything back. What
 * stood on the prototype, an accessor too, is only hidden, so no setter runs.
 */
export function replace(target: object, name: PropertyKey, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  const enumerable = before?.enumerable ?? true;
  Object.defineProperty(target, name, { value, configurable: true, enumerable, writable: true });
  return () => {
    // Somebody may have put something of his own there meanwhile.
    if (Object.getOwnPropertyDescriptor(target, name)?.value !== value) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}
