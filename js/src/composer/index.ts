import { Outbox, type ChatSource } from "../sending/outbox.js";
import { report } from "../gate/events.js";
import { BlackbarError } from "../types.js";
import type { UploadOptions } from "../sending/upload.js";
import { read, touch, write, writing, type Composer } from "./field.js";
import { couldSend, pathOf, type Target } from "./find.js";
import { KnownComposers } from "./known.js";
import { Listening, stopEvent } from "./listening.js";
import { Previews } from "./previews.js";
import { replayEnter, replaying, replayPress, replaySubmit } from "./replay.js";
import { guardUploads } from "./uploads.js";
import { WaitingMessages, type Outcome } from "./waiting.js";

// `blackbar/composer`: for widgets without a hook. What a person typed is redacted
// in the field itself, just before the widget reads it: at Enter, at a press on
// anything that could send, at a form's submit. So the person sees what leaves.
//
//   const detach = attachComposer("#message", chat);
//
// TARGET. A selector (of the field, or of what it stands in; looked for in open
// shadow roots too, and whenever something is typed, so it may come later), an
// Element, or undefined: whatever textarea, contenteditable or single text field
// the person types into. Nothing reaches into a closed shadow root or into a frame
// of another origin.
//
// FAIL CLOSED. While the engine starts, Enter and presses are stopped, and come
// again, in their order, when the text is redacted; what is typed meanwhile stays
// for the next message. If the engine failed, the policy blocks, or an editor puts
// a value back, nothing is sent, the text stays, and the page hears
// `blackbar:blocked`.
//
// IT LEAVES ALONE what an input method composes, Shift+Enter, and, where the
// browser takes the replacement as typed, undo: Ctrl+Z brings the value back, and
// the next Enter redacts it again.
//
// LIMITS. Load it first: a handler on `window` that was there before reads before.
// A script may call form.submit() or read the field whenever it likes. Previews
// that a widget sends while somebody types need `previews`.

export type { Chat, ChatSource } from "../sending/outbox.js";

export interface ComposerOptions extends UploadOptions {
  /** The widget sends what is typed before Enter: hold each word back until it was
   *  looked at. Default false. */
  readonly previews?: boolean;
  /** Milliseconds without a key after which a word is finished. Default 500. */
  readonly pause?: number;
  /** CSS selector of what sends when pressed. Default: whatever is pressed outside
   *  the field, but links and other fields. */
  readonly send?: string;
}

/** Gives what takes it all away again. */
export function attachComposer(
  target: Target,
  chat: ChatSource,
  options: ComposerOptions = {},
): () => void {
  if (typeof document !== "object") return () => {};
  const outbox = new Outbox(chat, "composer");
  const stopUploads = guardUploads(target, outbox, options);
  const guard = new ComposerGuard(target, outbox, options);
  return () => {
    stopUploads();
    guard.detach();
  };
}

class ComposerGuard {
  readonly #target: Target;
  readonly #outbox: Outbox;
  readonly #options: ComposerOptions;
  readonly #previews: Previews | undefined;
  readonly #listening = new Listening();
  readonly #composers: KnownComposers;
  readonly #waiting: WaitingMessages;
  readonly #told = new WeakMap<Composer, string>();
  /** Enter was stopped here: so are keypress and keyup, until the key is up. */
  #swallowed: Composer | undefined;

  constructor(target: Target, outbox: Outbox, options: ComposerOptions) {
    this.#target = target;
    this.#outbox = outbox;
    this.#options = options;
    this.#waiting = new WaitingMessages(outbox, (composer) => this.#settle(composer));
    this.#composers = new KnownComposers(target, (root) =>
      this.#listening.on("submit", (event: SubmitEvent) => this.#onSubmit(event), root),
    );
    if (options.previews)
      this.#previews = new Previews(options.pause ?? 500, (composer, whole) =>
        this.#settleWord(composer, whole),
      );
    this.#listening.on("focusin input compositionend", (event) => this.#onText(event));
    this.#listening.on("focusout", (event) => this.#onBlur(event));
    this.#listening.on("keydown", (event: KeyboardEvent) => this.#onKeyDown(event));
    this.#listening.on("keypress keyup", (event: KeyboardEvent) => this.#onKeyUp(event));
    this.#listening.on("pointerdown mousedown touchstart pointerup mouseup touchend click", (event) =>
      this.#onPress(event),
    );
    this.#listening.on("submit", (event: SubmitEvent) => this.#onSubmit(event));
  }

  detach(): void {
    this.#listening.stop();
    this.#previews?.stop();
    this.#waiting.drop();
  }

  #onText(event: Event): void {
    if (replaying) return;
    const composer = this.#composers.meet(pathOf(event));
    if (composer === undefined || writing || this.#previews === undefined) return;
    if (event.type === "input" && this.#previews.input(composer, event))
      event.stopImmediatePropagation();
    if (event.type === "compositionend") setTimeout(() => this.#previews?.flush(composer));
  }

  #onBlur(event: Event): void {
    if (replaying || this.#previews === undefined) return;
    const composer = this.#composers.meet(pathOf(event));
    if (composer !== undefined) this.#previews.flush(composer);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (replaying) return;
    const composer = this.#composers.meet(pathOf(event));
    if (composer === undefined) return;
    this.#swallowed = undefined;
    // Safari's Enter that ends a composition says 229 and not isComposing.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || (event.shiftKey && !composing)) {
      const shortcut = event.ctrlKey || event.metaKey;
      if (!composing && this.#previews?.key(composer, event.key, shortcut))
        event.stopImmediatePropagation();
      return;
    }
    if (composing) {
      // The input method's own key: the browser gets it. A widget that would take
      // it for the end of the message does not, if there is something in it.
      if (!this.#isClean(composer)) event.stopImmediatePropagation();
      return;
    }
    const outcome = this.#settle(composer);
    if (outcome === "pass") return;
    stopEvent(event);
    this.#swallowed = composer;
    const { ctrlKey, metaKey, altKey } = event;
    this.#hold(outcome, composer, () => replayEnter(composer, { ctrlKey, metaKey, altKey }));
  }

  #onKeyUp(event: KeyboardEvent): void {
    if (replaying) return;
    const composer = this.#composers.meet(pathOf(event));
    if (composer === undefined) return;
    const swallowed = event.key === "Enter" && composer === this.#swallowed;
    if (event.type === "keyup" && swallowed) this.#swallowed = undefined;
    const shortcut = event.ctrlKey || event.metaKey;
    if (swallowed) stopEvent(event);
    else if (event.key !== "Enter" && this.#previews?.key(composer, event.key, shortcut))
      event.stopImmediatePropagation();
  }

  #onPress(event: Event): void {
    if (replaying) return;
    const path = pathOf(event);
    this.#composers.meet(path);
    const last = event.type === "click";
    for (const composer of this.#composers.filled()) {
      if (!couldSend(path, composer, this.#target, this.#options.send)) continue;
      const outcome = this.#settle(composer);
      if (outcome === "pass") continue;
      if (last) {
        stopEvent(event);
        this.#hold(outcome, composer, () => replayPress(path[0]!));
      } else event.stopImmediatePropagation();
    }
  }

  #onSubmit(event: SubmitEvent): void {
    if (replaying) return;
    const form = event.composedPath()[0] as HTMLFormElement;
    const { submitter } = event;
    for (const composer of this.#composers.filled()) {
      const own = form.contains(composer) || (composer as HTMLInputElement).form === form;
      if (!own) continue;
      const outcome = this.#settle(composer);
      if (outcome === "pass") continue;
      stopEvent(event);
      this.#hold(outcome, composer, () => replaySubmit(form, submitter));
    }
  }

  #isClean(composer: Composer): boolean {
    const text = read(composer);
    if (text.trim() === "") return true;
    try {
      return this.#outbox.look(text).changes.length === 0;
    } catch {
      return false;
    }
  }

  /** Redacts what stands there, if it can now; the widget has heard of it then. */
  #settle(composer: Composer): Outcome {
    if (read(composer).trim() === "") return "pass";
    if (this.#outbox.state === "starting" || this.#waiting.holds(composer)) return "wait";
    try {
      const before = read(composer);
      this.#redact(composer, before);
      if (this.#previews?.caughtUp(composer) && read(composer) === before) touch(composer);
      // An editor may not take it, and a page may put it back.
      if (!this.#isClean(composer))
        return new BlackbarError("unsupported-body", "", "the field does not keep the redaction");
      return "pass";
    } catch (cause) {
      return cause instanceof BlackbarError ? cause : this.#odd(cause);
    }
  }

  #odd(cause: unknown): BlackbarError {
    return new BlackbarError("unsupported-body", "", "the field cannot be changed", { cause });
  }

  /** A finished word, for a widget that reads along. A value at the caret may grow
   *  yet, unless it is the `whole`. False: there is no engine. */
  #settleWord(composer: Composer, whole: boolean): boolean {
    const text = read(composer);
    if (text.trim() === "") return true;
    if (this.#outbox.state !== "ready") return false;
    try {
      this.#redact(composer, text, !whole);
      return true;
    } catch {
      return false; // blocked: said when it is to be sent
    }
  }

  /** `growing`: but what stands at the very end. */
  #redact(composer: Composer, text: string, growing = false): void {
    const begun = performance.now();
    const { changes, findings, text: next } = this.#outbox.look(text, growing);
    if (changes.length > 0) write(composer, changes);
    // Once for a text, however many events it is looked at for.
    if (this.#told.get(composer) === text) return;
    this.#told.set(composer, next);
    const micros = (performance.now() - begun) * 1000;
    this.#outbox.tell(findings.map(report), text.length, micros);
  }

  /** Lets it wait for the engine, or says that it is not sent. */
  #hold(outcome: Exclude<Outcome, "pass">, composer: Composer, send: () => void): void {
    if (outcome === "wait") this.#waiting.add(composer, send);
    else this.#outbox.block(outcome);
  }
}
