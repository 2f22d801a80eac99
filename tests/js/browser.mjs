// As much of a browser as the gate looks at: a document for its events, fetch
// and XMLHttpRequest that note what they were given. No test by itself.

/** Node 18 has no CustomEvent. */
export class CustomEvent extends Event {
  constructor(type, { detail, ...init } = {}) {
    super(type, init);
    this.detail = detail;
  }
}

export class ProgressEvent extends Event {}

/** Makes them, and puts them on `target` if there is one. */
export function fakeBrowser(target) {
  const sent = [];
  const events = [];
  const document = new EventTarget();
  document.baseURI = "https://shop.example/page";
  document.currentScript = null;
  for (const name of ["ready", "redacted", "blocked", "degraded"])
    document.addEventListener(`blackbar:${name}`, ({ type, detail }) =>
      events.push({ type, detail }),
    );

  async function fetch(input, init) {
    const entry = { input, init, url: String(input?.url ?? input), body: init?.body };
    sent.push(entry); // at once: the order of calls is the order of sending
    if (input instanceof Request && init?.body === undefined) entry.body = await input.text();
    return new Response("ok");
  }

  class XMLHttpRequest extends EventTarget {
    #opened;
    readyState = 0;
    headers = {};
    open(method, url, async = true) {
      if (/\s/.test(method)) throw new DOMException("no such method", "SyntaxError");
      this.headers = {};
      this.#opened = { method, url, async };
      Object.getPrototypeOf(this).readyState = 1;
    }
    setRequestHeader(name, value) {
      this.headers[name] = value;
    }
    send(body) {
      sent.push({ ...this.#opened, body, headers: this.headers, xhr: true });
    }
    abort() {}
  }

  // Every tag is AAAA: "(EMAIL_1_AAAA)".
  const crypto = { getRandomValues: (array) => array.fill(0) };
  const made = { document, fetch, XMLHttpRequest, CustomEvent, ProgressEvent, crypto };
  if (target !== undefined)
    for (const [name, value] of Object.entries(made))
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return { ...made, sent, events };
}

/** Lets what waits for promises go on. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
