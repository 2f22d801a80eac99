import { caretOf, isControl, read, rewrite, touch, type Composer } from "./field.js";

// Previews: some widgets send what is typed while it is typed. With the option
// `previews` the widget hears of a word once it is finished and looked at: by a
// space, by a pause, by leaving the field. Until then its `input` and key events
// stop here, so that it reads no card number that lacks but its last digit.
//
// Only a textarea or an input can be held back so; an editor in a contenteditable
// needs its events, so there a finished word is replaced and no more.

/** Words and numbers that may still grow at the caret: "ana@exam", "4111 1111 ". */
const GROWING = /(?:[^\s,;!?]+|[+(]?\d[\d \t().\/-]*)$/;

interface Held {
  /** What the widget has seen, and what stands there. */
  seen: string;
  now: string;
  timer: ReturnType<typeof setTimeout> | undefined;
  holding: boolean;
}

export class Previews {
  readonly #held = new Map<Composer, Held>();
  readonly #settle: (composer: Composer, whole: boolean) => boolean;
  readonly #pause: number;

  /** `settle` redacts a composer and says if the widget may read it now. */
  constructor(pause: number, settle: (composer: Composer, whole: boolean) => boolean) {
    this.#pause = pause;
    this.#settle = settle;
  }

  /** True: the event is not for the widget. */
  input(composer: Composer, event: Event): boolean {
    const { inputType = "", isComposing = false } = event as InputEvent;
    const held = this.#at(composer);
    held.now = read(composer);
    clearTimeout(held.timer);
    if (isComposing) return false;
    const text = held.now.slice(0, caretOf(composer));
    const pasted = /^insertFrom|^insertReplacement/.test(inputType);
    if (pasted || !GROWING.test(text)) return this.#release(composer, held, pasted);
    held.timer = setTimeout(() => void this.flush(composer), this.#pause);
    held.holding = isControl(composer);
    return held.holding;
  }

  /** Before a key does something: puts back what a rendering of the widget took
   *  away, as it knows only what it has seen. True: the key is not for the widget. */
  key(composer: Composer, key: string, shortcut: boolean): boolean {
    const held = this.#held.get(composer);
    if (held === undefined || !held.holding) return false;
    this.#mend(composer, held);
    if (!shortcut && (key.length === 1 || /^(?:Backspace|Delete|Shift)$/.test(key))) return true;
    this.flush(composer);
    return false;
  }

  /** The end of a word, whatever it is: pause, blur. */
  flush(composer: Composer): void {
    const held = this.#held.get(composer);
    if (held === undefined) return;
    clearTimeout(held.timer);
    this.#mend(composer, held);
    const wasHeld = held.holding;
    if (!this.#release(composer, held, true) && wasHeld && read(composer) === held.now)
      touch(composer);
  }

  /** The composer was read as a whole, by a key that sends. True: the widget has
   *  not heard of all of it yet. */
  caughtUp(composer: Composer): boolean {
    const held = this.#held.get(composer);
    clearTimeout(held?.timer);
    this.#held.delete(composer);
    return held?.holding ?? false;
  }

  stop(): void {
    for (const [composer, { timer, holding }] of this.#held) {
      clearTimeout(timer);
      if (holding) touch(composer);
    }
    this.#held.clear();
  }

  #at(composer: Composer): Held {
    const held = this.#held.get(composer);
    if (held !== undefined) return held;
    const made: Held = { seen: "", now: "", timer: undefined, holding: false };
    this.#held.set(composer, made);
    return made;
  }

  /** True: the widget must not read it, or read it already by events of ours. */
  #release(composer: Composer, held: Held, whole: boolean): boolean {
    const before = read(composer);
    if (!this.#settle(composer, whole)) {
      held.holding = isControl(composer);
      held.timer = setTimeout(() => this.flush(composer), this.#pause);
      return held.holding;
    }
    held.holding = false;
    held.now = held.seen = read(composer);
    return held.now !== before;
  }

  #mend(composer: Composer, held: Held): void {
    if (held.holding && held.now !== held.seen && read(composer) === held.seen)
      rewrite(composer, held.now);
  }
}
