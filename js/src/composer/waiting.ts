import type { Outbox } from "../sending/outbox.js";
import { BlackbarError } from "../types.js";
import { isControl, read, rewrite, type Composer } from "./field.js";

/** What is to happen with what stands in a composer. */
export type Outcome = "pass" | "wait" | BlackbarError;

interface Message {
  readonly composer: Composer;
  readonly text: string;
  readonly send: () => void;
}

/** Messages that somebody sent before the engine was there: each goes as it would
 *  have gone, in their order. */
export class WaitingMessages {
  readonly #outbox: Outbox;
  readonly #settle: (composer: Composer) => Outcome;
  readonly #messages: Message[] = [];
  #releasing = false;
  #dropped = false;

  constructor(outbox: Outbox, settle: (composer: Composer) => Outcome) {
    this.#outbox = outbox;
    this.#settle = settle;
  }

  /** Would a message overtake one that waits? */
  holds(composer: Composer): boolean {
    return !this.#releasing && this.#messages.some((message) => message.composer === composer);
  }

  /** What stands there, but what waits already. `send` does again what was stopped. */
  add(composer: Composer, send: () => void): void {
    const before = this.#messages.filter((message) => message.composer === composer);
    const length = before.reduce((sum, { text }) => sum + text.length, 0);
    const text = read(composer).slice(length);
    if (text.trim() === "") return; // Enter twice
    this.#messages.push({ composer, text, send });
    if (this.#messages.length === 1) void this.#release();
  }

  /** What still waits is not sent; its text stays. */
  drop(): void {
    this.#dropped = true;
    if (this.#messages.splice(0).length > 0) this.#outbox.block(notReady());
  }

  async #release(): Promise<void> {
    await this.#outbox.ready;
    for (let next; (next = this.#messages[0]) !== undefined; this.#messages.shift()) {
      const { composer, text, send } = next;
      if (this.#dropped) return;
      if (!composer.isConnected) continue;
      const now = read(composer);
      const rest = now.slice(text.length);
      // Only of plain text is it known what was typed since.
      if (!now.startsWith(text) || (rest !== "" && !isControl(composer))) {
        this.#outbox.block(new BlackbarError("not-ready", "", "the text was changed meanwhile"));
        continue;
      }
      rewrite(composer, text);
      this.#releasing = true;
      const outcome = this.#settle(composer);
      this.#releasing = false;
      if (outcome !== "pass") {
        rewrite(composer, now);
        this.#outbox.block(outcome === "wait" ? notReady() : outcome);
        continue;
      }
      await turn(); // frameworks render what they were told
      if (this.#dropped) return;
      send();
      await turn();
      if (rest !== "") rewrite(composer, rest);
    }
  }
}

function notReady(): BlackbarError {
  return new BlackbarError("not-ready", "", "the engine has not started yet");
}

/** Until what a handler put off is done. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
