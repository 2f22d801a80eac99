/// <reference lib="esnext.disposable" preserve="true" />
import { restoreEvents } from "./events.js";
import { checkText } from "./options.js";
import { redactJson, type JsonRedaction } from "./payload.js";
import type { JsonSelection } from "./selection.js";
import { streamOf } from "./stream.js";
import { BlackbarError, type RedactOptions, type Redaction } from "./types.js";
import type {
  ConversationExport,
  Entry,
  EventOptions,
  RestoreOptions,
  RestoreSteps,
} from "./types.js";
import type { Vault } from "./vault.js";

/**
 * Knows what each token stands for: the same value has the same token all
 * through, whatever its spelling, and comes back.
 *
 * ```ts
 * chat.redact("I am ana@example.com").text;         // "I am (EMAIL_1_KX4T)"
 * chat.restore("Thanks, email_1_kx4t, noted.");     // "Thanks, ana@example.com, noted."
 * ```
 *
 * `KX4T` is this conversation's own: another one's tokens, and those that somebody
 * makes up, stay as they are.
 */
export class Conversation {
  readonly id: string | undefined;
  readonly #choose: (options: RedactOptions | undefined) => number;
  readonly #closed: () => void;
  readonly #ttl: number | undefined;
  #vault: Vault | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @internal */
  constructor(
    id: string | undefined,
    vault: Vault,
    ttl: number | undefined,
    choose: (options: RedactOptions | undefined) => number,
    closed: () => void,
  ) {
    this.id = id;
    this.#vault = vault;
    this.#ttl = ttl;
    this.#choose = choose;
    this.#closed = closed;
    this.#live();
  }

  redact(text: string, options?: RedactOptions): Redaction {
    checkText(text);
    return this.#live().redact(text, this.#choose(options));
  }

  /** Puts the originals back. Tokens that were not made here stay as they are. */
  restore(text: string, options?: RestoreOptions): string {
    checkText(text);
    return this.#live().restore(text, options);
  }

  /** Redacts a text that comes in pieces, however it is cut. Holds back some two
   *  thousand characters, and errors with "blocked" where the policy says so. */
  redactStream(options?: RedactOptions): TransformStream<string, string> {
    return streamOf(this.#live().redactSteps(this.#choose(options)));
  }

  /** Restores a reply while it comes; holds back what may be half a token. */
  restoreStream(options?: RestoreOptions): TransformStream<string, string> {
    return streamOf(this.#live().restoreSteps(options));
  }

  /** The same for who reads without streams: `write` gives what is sure, `end` the
   *  rest, after which the steps are over. */
  restoreSteps(options?: RestoreOptions): RestoreSteps {
    const steps = this.#live().restoreSteps(options);
    return { write: (piece) => steps.write(piece).text, end: () => steps.end().text };
  }

  /** The same for server-sent events, whose data is JSON with a piece of the reply in
   *  each (`{"choices":[{"delta":{"content":"..."}}]}`), or plain text. */
  restoreEvents(options?: EventOptions): TransformStream<string, string> {
    const vault = this.#live();
    return restoreEvents(() => vault.restoreSteps(undefined), options);
  }

  /** Redacts chosen strings of a payload; numbers, keys and all the rest stay. */
  redactJson<T>(value: T, selection: JsonSelection): JsonRedaction<T> {
    return redactJson(value, selection, (text) => this.redact(text));
  }

  /** What is held of somebody, in the order in which it came. */
  entries(): readonly Entry[] {
    return this.#live().entries();
  }

  /** From now on the token stands for this value. False: there is no such token. */
  correct(token: string, value: string): boolean {
    checkText(token);
    checkText(value);
    return this.#live().correct(token, value);
  }

  /** Forgets one token's value, or all of them; no copy of it stays in the engine's
   *  memory. False: there is no such token. */
  forget(token?: string): boolean {
    if (token !== undefined) checkText(token);
    if (token === "") return false;
    return this.#live().forget(token ?? "");
  }

  /** All of it to take along: the right of access (GDPR, Art. 15 and 20). */
  export(): ConversationExport {
    return { id: this.id, entries: this.entries() };
  }

  /** All that is remembered, values in clear, for `openConversation({ saved })`.
   *  blackbar/store encrypts it. */
  save(): string {
    return this.#live().save();
  }

  /** Forgets every value. Safe to call twice. */
  close(): void {
    if (this.#vault === undefined) return;
    clearTimeout(this.#timer);
    this.#vault.close();
    this.#vault = undefined;
    this.#closed();
  }

  /** What is alive, for another while. */
  #live(): Vault {
    if (this.#vault === undefined)
      throw new BlackbarError("disposed", "", "this conversation was closed");
    if (this.#ttl !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#vault?.forget(""), this.#ttl);
      // Nothing to stay alive for, where a program could end.
      (this.#timer as { unref?: () => void }).unref?.();
    }
    return this.#vault;
  }
}

export interface Conversation extends Disposable {}

// Node 18 has no Symbol.dispose.
if (typeof Symbol.dispose === "symbol")
  Conversation.prototype[Symbol.dispose] = Conversation.prototype.close;
