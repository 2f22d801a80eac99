import { Outbox, type ChatSource } from "../sending/outbox.js";
import { report } from "../gate/events.js";
import { BlackbarError } from "../types.js";
import type { UploadOptions } from "../sending/upload.js";
import { isControl, read, rewrite, touch, write, writing, type Composer } from "./field.js";
import { refilling, takeBrought, takeChosen } from "./files.js";
import {
  composerOf,
  composersIn,
  couldSend,
  inWidget,
  pathFrom,
  pathOf,
  type Target,
} from "./find.js";
import { Previews } from "./previews.js";
import { replayEnter, replaying, replayPress, replaySubmit } from "./replay.js";

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

/** What is to happen with what stands in a composer. */
type Outcome = "pass" | "wait" | BlackbarError;

interface Waiting {
  readonly composer: Composer;
  readonly text: string;
  readonly replay: () => void;
}

/** Gives what takes it all away again. */
export function attachComposer(
  target: Target,
  chat: ChatSource,
  options: ComposerOptions = {},
): () => void {
  if (typeof document !== "object") return () => {};
  const guard = new ComposerGuard(target, new Outbox(chat, "composer"), options);
  return () => guard.detach();
}

/** @internal Only the files beside the composer, for a widget whose text has a hook. */
export function attachUploads(
  target: Target,
  chat: ChatSource,
  options: UploadOptions,
): () => void {
  if (typeof document !== "object") return () => {};
  const guard = new ComposerGuard(target, new Outbox(chat, "composer"), options, false);
  return () => guard.detach();
}

class ComposerGuard {
  readonly #target: Target;
  readonly #outbox: Outbox;
  readonly #options: ComposerOptions;
  readonly #previews: Previews | undefined;
  readonly #listeners: [node: EventTarget, type: string, listener: (event: Event) => void][] = [];
  readonly #roots = new Set<Node>();
  readonly #known = new Set<Composer>();
  readonly #told = new WeakMap<Composer, string>();
  readonly #waiting: Waiting[] = [];
  /** Enter was stopped here: so are keypress and keyup, until the key is up. */
  #swallowed: Composer | undefined;
  #releasing = false;
  #attached = true;

  constructor(target: Target, outbox: Outbox, options: ComposerOptions, texts = true) {
    this.#target = target;
    this.#outbox = outbox;
    this.#options = options;
    if (options.previews)
      this.#previews = new Previews(options.pause ?? 500, (composer, whole) =>
        this.#settleWord(composer, whole),
      );
    const on = (types: string, listener: (event: never) => void): void => {
      for (const type of types.split(" "))
        this.#listen(window, type, listener as (event: Event) => void);
    };
    on("focusin input compositionend", (event: Event) => this.#onText(event));
    on("drop paste", (event: DragEvent | ClipboardEvent) => this.#onFiles(event));
    on("change", (event: Event) => this.#onChange(event));
    if (!texts) return;
    on("focusout", (event: Event) => this.#onBlur(event));
    on("keydown", (event: KeyboardEvent) => this.#onKeyDown(event));
    on("keypress keyup", (event: KeyboardEvent) => this.#onKeyUp(event));
    on("pointerdown mousedown touchstart pointerup mouseup touchend click", (event: Event) =>
      this.#onPress(event),
    );
    on("submit", (event: SubmitEvent) => this.#onSubmit(event));
  }

  detach(): void {
    this.#attached = false;
    for (const [node, type, listener] of this.#listeners.splice(0))
      node.removeEventListener(type, listener, true);
    this.#previews?.stop();
    // What still waits is not sent; its text stays.
    if (this.#waiting.splice(0).length > 0) this.#outbox.block(detached());
  }

  #listen(node: EventTarget, type: string, listener: (event: Event) => void): void {
    node.addEventListener(type, listener, true);
    this.#listeners.push([node, type, listener]);
  }

  /** The composer of an event, from now on known; `submit` and `change` do not
   *  leave a shadow root, so they are heard inside of it. */
  #composer(path: readonly Element[]): Composer | undefined {
    const composer = composerOf(path, this.#target);
    for (const element of path) {
      const root = element.shadowRoot;
      if (root === null || this.#roots.has(root)) continue;
      this.#roots.add(root);
      this.#listen(root, "submit", (event) => this.#onSubmit(event as SubmitEvent));
      this.#listen(root, "change", (event) => this.#onChange(event));
    }
    if (composer !== undefined) this.#known.add(composer);
    return composer;
  }

  /** Those with something in them. */
  #filled(): Composer[] {
    for (const composer of this.#known) if (!composer.isConnected) this.#known.delete(composer);
    const all = new Set([...this.#known, ...composersIn(this.#target)]);
    return [...all].filter((composer) => read(composer).trim() !== "");
  }

  #onText(event: Event): void {
    if (replaying || refilling) return;
    const path = pathOf(event);
    const composer = this.#composer(path);
    if (composer === undefined) {
      if (event.type === "input" && this.#takesFiles(path[0])) stop(event);
      return;
    }
    if (writing || this.#previews === undefined) return;
    if (event.type === "input" && this.#previews.input(composer, event))
      event.stopImmediatePropagation();
    if (event.type === "compositionend") setTimeout(() => this.#previews?.flush(composer));
  }

  #onBlur(event: Event): void {
    if (replaying || this.#previews === undefined) return;
    const composer = this.#composer(pathOf(event));
    if (composer !== undefined) this.#previews.flush(composer);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (replaying) return;
    const composer = this.#composer(pathOf(event));
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
    stop(event);
    this.#swallowed = composer;
    const { ctrlKey, metaKey, altKey } = event;
    this.#hold(outcome, composer, () => replayEnter(composer, { ctrlKey, metaKey, altKey }));
  }

  #onKeyUp(event: KeyboardEvent): void {
    if (replaying) return;
    const composer = this.#composer(pathOf(event));
    if (composer === undefined) return;
    const swallowed = event.key === "Enter" && composer === this.#swallowed;
    if (event.type === "keyup" && swallowed) this.#swallowed = undefined;
    const shortcut = event.ctrlKey || event.metaKey;
    if (swallowed) stop(event);
    else if (event.key !== "Enter" && this.#previews?.key(composer, event.key, shortcut))
      event.stopImmediatePropagation();
  }

  #onPress(event: Event): void {
    if (replaying) return;
    const path = pathOf(event);
    this.#composer(path);
    const last = event.type === "click";
    for (const composer of this.#filled()) {
      if (!couldSend(path, composer, this.#target, this.#options.send)) continue;
      const outcome = this.#settle(composer);
      if (outcome === "pass") continue;
      if (last) {
        stop(event);
        this.#hold(outcome, composer, () => replayPress(path[0]!));
      } else event.stopImmediatePropagation();
    }
  }

  #onSubmit(event: SubmitEvent): void {
    if (replaying) return;
    const form = event.composedPath()[0] as HTMLFormElement;
    const { submitter } = event;
    for (const composer of this.#filled()) {
      const own = form.contains(composer) || (composer as HTMLInputElement).form === form;
      if (!own) continue;
      const outcome = this.#settle(composer);
      if (outcome === "pass") continue;
      stop(event);
      this.#hold(outcome, composer, () => replaySubmit(form, submitter));
    }
  }

  #onChange(event: Event): void {
    const input = event.composedPath()[0] as Element | undefined;
    if (!refilling && this.#takesFiles(input)) {
      stop(event);
      takeChosen(input as HTMLInputElement, this.#outbox, this.#options);
    }
  }

  /** A file input of a widget whose composer is guarded, and with files in it. */
  #takesFiles(input: Element | undefined): boolean {
    if (input?.localName !== "input" || !(input as HTMLInputElement).files?.length) return false;
    return this.#isBeside(pathFrom(input));
  }

  #onFiles(event: DragEvent | ClipboardEvent): void {
    if (refilling || !this.#attached) return;
    const data = "dataTransfer" in event ? event.dataTransfer : event.clipboardData;
    const path = pathOf(event);
    this.#composer(path);
    if (!data?.files.length || !this.#isBeside(path)) return;
    stop(event);
    takeBrought(event, this.#outbox, this.#options);
  }

  #isBeside(path: readonly Element[]): boolean {
    const composers = [...this.#known, ...composersIn(this.#target)];
    return composers.some(
      (composer) => composer.isConnected && inWidget(path, composer, this.#target),
    );
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
    if (this.#outbox.state === "starting" || this.#waits(composer)) return "wait";
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

  #waits(composer: Composer): boolean {
    return !this.#releasing && this.#waiting.some((waiting) => waiting.composer === composer);
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
  #hold(outcome: Exclude<Outcome, "pass">, composer: Composer, replay: () => void): void {
    if (outcome !== "wait") return void this.#outbox.block(outcome);
    // What was typed since the last one that waits here.
    const before = this.#waiting.filter((waiting) => waiting.composer === composer);
    const length = before.reduce((sum, { text }) => sum + text.length, 0);
    const text = read(composer).slice(length);
    if (text.trim() === "") return; // Enter twice
    this.#waiting.push({ composer, text, replay });
    if (this.#waiting.length === 1) void this.#release();
  }

  /** One after the other, each as it would have been sent. */
  async #release(): Promise<void> {
    await this.#outbox.ready;
    for (let next; (next = this.#waiting[0]) !== undefined; this.#waiting.shift()) {
      const { composer, text, replay } = next;
      if (!this.#attached) return;
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
        this.#outbox.block(outcome === "wait" ? detached() : outcome);
        continue;
      }
      await turn(); // frameworks render what they were told
      if (!this.#attached) return;
      replay();
      await turn();
      if (rest !== "") rewrite(composer, rest);
    }
  }
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function detached(): BlackbarError {
  return new BlackbarError("not-ready", "", "the engine has not started yet");
}

/** Until what a handler put off is done. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
