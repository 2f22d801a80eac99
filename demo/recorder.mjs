// What the widgets' stand-in backends were sent, byte for byte.
//
//   const recorder = new Recorder();
//   recorder.add("n8n", "POST", "/api/n8n", raw);   // a request with its body, or
//   recorder.add("rasa", "frame", "/api/rasa/", raw);   // what one WebSocket frame holds
//   const n = recorder.said("n8n");                 // a person's message: gives its number
//
// Keeps the last 500 of them in memory, and no more than those.
const KEPT = 500;

export class Recorder {
  seen = []; // { n, widget, how, url, raw: Buffer, at }
  #messages = new Map(); // widget -> messages so far
  #watchers = new Set(); // functions that hear of each
  #count = 0;

  add(widget, how, url, raw) {
    const record = { n: ++this.#count, widget, how, url, raw: Buffer.from(raw), at: Date.now() };
    this.seen.push(record);
    if (this.seen.length > KEPT) this.seen.shift();
    for (const watcher of this.#watchers) watcher(record);
  }

  /** Counts a message of a person; gives which one it was. */
  said(widget) {
    const n = this.messages(widget) + 1;
    this.#messages.set(widget, n);
    return n;
  }

  messages(widget) {
    return this.#messages.get(widget) ?? 0;
  }

  /** Forgets what was sent, not how many messages there were. */
  forget() {
    this.seen.length = 0;
  }

  /** Gives what ends the watching. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
