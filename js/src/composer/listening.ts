// Listeners on the window, before any of the page's, and taken away at once.

export class Listening {
  readonly #listeners: [node: EventTarget, type: string, listener: (event: Event) => void][] = [];

  /** Of `types`, with spaces between. Some events do not leave a shadow root, so a
   *  node inside it may be named. */
  on<E extends Event>(types: string, listener: (event: E) => void, node: EventTarget = window): void {
    for (const type of types.split(" ")) {
      const heard = listener as (event: Event) => void;
      node.addEventListener(type, heard, true);
      this.#listeners.push([node, type, heard]);
    }
  }

  stop(): void {
    for (const [node, type, listener] of this.#listeners.splice(0))
      node.removeEventListener(type, listener, true);
  }
}

/** Nobody else hears of it, and the browser does nothing. */
export function stopEvent(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
