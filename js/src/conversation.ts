/// <reference lib="esnext.disposable" preserve="true" />
import { checkText } from "./options.js";
import { BlackbarError, type DetectOptions, type Redaction } from "./types.js";

/** What a conversation can have done; redactor.ts has the handles. */
interface Vault {
  redact(text: string, options?: DetectOptions): Redaction;
  restore(text: string): string;
  close(): void;
}

/**
 * Knows what each token stands for: the same value has the same token all
 * through, and comes back exactly.
 *
 * ```ts
 * chat.redact("I am ana@example.com").text;         // "I am (EMAIL_1)"
 * chat.restore("Thank you, (EMAIL_1), noted.");     // "Thank you, ana@example.com, noted."
 * ```
 */
export class Conversation {
  readonly id: string | undefined;
  #vault: Vault | undefined;

  /** @internal */
  constructor(id: string | undefined, vault: Vault) {
    this.id = id;
    this.#vault = vault;
  }

  redact(text: string, options?: DetectOptions): Redaction {
    checkText(text);
    return this.#alive().redact(text, options);
  }

  /** Puts the originals back. Tokens that were not made here stay as they are. */
  restore(text: string): string {
    checkText(text);
    return this.#alive().restore(text);
  }

  /** Forgets every value. Safe to call twice. */
  close(): void {
    this.#vault?.close();
    this.#vault = undefined;
  }

  #alive(): Vault {
    if (this.#vault === undefined)
      throw new BlackbarError("disposed", "", "this conversation was closed");
    return this.#vault;
  }
}

export interface Conversation extends Disposable {}

// Node 18 has no Symbol.dispose.
if (typeof Symbol.dispose === "symbol")
  Conversation.prototype[Symbol.dispose] = Conversation.prototype.close;
