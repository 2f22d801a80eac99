import type { Realm } from "./endpoints.js";
import { overrideGetter } from "./accessors.js";

// Frames of the page's own origin have a fetch of their own. Every way to one from
// the page is a moment to put the gate in: when it is inserted, when its window is
// asked for, when it has loaded, when a window is opened. A frame of another origin
// cannot be reached, and guards itself or not at all.

/** Methods after which there may be new frames. */
const INSERTING = [
  ["Node", ["appendChild", "insertBefore", "replaceChild"]],
  [
    "Element",
    ["append", "prepend", "before", "after", "replaceWith", "replaceChildren",
      "insertAdjacentElement", "insertAdjacentHTML", "setHTMLUnsafe"],
  ],
  ["DocumentFragment", ["append", "prepend", "replaceChildren"]],
  ["Document", ["write", "writeln", "append", "prepend", "replaceChildren"]],
] as const; // prettier-ignore

/** Properties whose setter may make frames. */
const SETTERS = [
  ["Element", ["innerHTML", "outerHTML"]],
  ["ShadowRoot", ["innerHTML"]],
] as const;

type Method = (this: Node, ...args: unknown[]) => unknown;

/**
 * Calls `install` with the window of every same-origin frame in a realm, now and
 * later, often more than once for one. Gives what undoes it.
 */
export function watchFrames(realm: Realm, install: (frame: Realm) => void): () => void {
  const { document } = realm;
  if (typeof document !== "object" || typeof realm.MutationObserver !== "function")
    return () => {};

  const enter = (window: Window | null): void => {
    try {
      // Reading it throws for another origin.
      if (window?.document) install(window as unknown as Realm);
    } catch {
      // Out of reach.
    }
  };
  const isFrame = (node: unknown): node is HTMLIFrameElement =>
    node instanceof realm.HTMLIFrameElement || node instanceof realm.HTMLFrameElement;
  // The platform's own, as ours would call install() again.
  const windowOf = Object.getOwnPropertyDescriptor(
    realm.HTMLIFrameElement.prototype,
    "contentWindow",
  )!.get as (this: HTMLIFrameElement) => Window | null;
  const look = (): void => {
    // window.length counts the frames of a document, those in shadow trees too.
    const frames = realm as unknown as ArrayLike<Window>;
    for (let i = 0; i < frames.length; ++i) enter(frames[i] ?? null);
  };
  const undo: (() => void)[] = [];

  for (const [owner, names] of INSERTING)
    for (const name of names) {
      const prototype = realm[owner].prototype as unknown as Record<string, Method>;
      const original = prototype[name];
      if (!Object.hasOwn(prototype, name) || typeof original !== "function") continue;
      const patched = {
        [name](this: Node, ...args: unknown[]): unknown {
          const result = Reflect.apply(original, this, args);
          if (realm.length > 0) look();
          return result;
        },
      }[name]!;
      Object.defineProperty(patched, "length", { value: original.length, configurable: true });
      prototype[name] = patched;
      undo.push(() => {
        if (prototype[name] === patched) prototype[name] = original;
      });
    }

  for (const [owner, names] of SETTERS)
    for (const name of names) {
      const { prototype } = realm[owner];
      const before = Object.getOwnPropertyDescriptor(prototype, name);
      const original = before?.set;
      if (original === undefined) continue;
      const set = function (this: Node, value: unknown): void {
        Reflect.apply(original, this, [value]);
        if (realm.length > 0) look();
      };
      Object.defineProperty(prototype, name, { ...before, set });
      undo.push(() => {
        if (Object.getOwnPropertyDescriptor(prototype, name)?.set === set)
          Object.defineProperty(prototype, name, before!);
      });
    }

  const { prototype } = realm.HTMLIFrameElement;
  for (const name of ["contentWindow", "contentDocument"])
    undo.push(
      overrideGetter(prototype, name, (frame: HTMLIFrameElement, original: () => unknown) => {
        enter(Reflect.apply(windowOf, frame, []));
        return original();
      }),
    );

  // What the parser makes, and frames that went elsewhere.
  const observer = new realm.MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  const onLoad = (event: Event): void => {
    if (isFrame(event.target)) enter(Reflect.apply(windowOf, event.target, []));
  };
  realm.addEventListener("load", onLoad, true);

  const { open } = realm;
  const opening = function (this: unknown, ...args: Parameters<typeof open>): Window | null {
    const window = Reflect.apply(open, this, args);
    enter(window);
    return window;
  };
  realm.open = opening as typeof open;
  look();

  return () => {
    undo.forEach((takeDown) => takeDown());
    observer.disconnect();
    realm.removeEventListener("load", onLoad, true);
    if (realm.open === opening) realm.open = open;
  };
}
