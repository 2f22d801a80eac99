import { read, type Composer } from "./field.js";
import { composerOf, composersIn, type Target } from "./find.js";

/** The composers of a target that were met, and the shadow roots on the way to them. */
export class KnownComposers {
  readonly #target: Target;
  readonly #entered: (root: ShadowRoot) => void;
  readonly #roots = new Set<Node>();
  readonly #known = new Set<Composer>();

  /** `entered` is told of each shadow root once: `submit` and `change` do not leave one. */
  constructor(target: Target, entered: (root: ShadowRoot) => void) {
    this.#target = target;
    this.#entered = entered;
  }

  /** The composer on an event's path, from now on known. */
  meet(path: readonly Element[]): Composer | undefined {
    for (const { shadowRoot } of path) {
      if (shadowRoot === null || this.#roots.has(shadowRoot)) continue;
      this.#roots.add(shadowRoot);
      this.#entered(shadowRoot);
    }
    const composer = composerOf(path, this.#target);
    if (composer !== undefined) this.#known.add(composer);
    return composer;
  }

  /** Those in the page now, met or not. */
  all(): Composer[] {
    for (const composer of this.#known) if (!composer.isConnected) this.#known.delete(composer);
    return [...new Set([...this.#known, ...composersIn(this.#target)])];
  }

  /** Those with something in them. */
  filled(): Composer[] {
    return this.all().filter((composer) => read(composer).trim() !== "");
  }
}
