import { editBody, unsupported, type Body } from "./body.js";
import { resolveUrl } from "./endpoints.js";
import { editUrl } from "./fetch.js";
import { MARK, type Guard } from "./guard.js";

/** What is known of a request between open() and send(). */
interface Opened {
  readonly endpoint: string;
  readonly async: boolean;
  type: string; // Content-Type, as far as set
  waiting: boolean;
  refused: unknown; // why it must not be sent, found at open()
}

/** Puts the guard in front of XMLHttpRequest; gives what undoes it. */
export function patchXhr(guard: Guard, mark: string): () => void {
  if (typeof XMLHttpRequest !== "function") return () => {};
  const { prototype } = XMLHttpRequest;
  const { open, setRequestHeader, send, abort } = prototype;
  const opened = new WeakMap<XMLHttpRequest, Opened>();
  let attached = true;

  const patched = {
    open(this: XMLHttpRequest, method: string, url: string | URL, ...rest: unknown[]): void {
      restoreState(this);
      opened.delete(this);
      let target = String(url);
      const resolved = resolveUrl(target);
      const endpoint = resolved === null ? undefined : guard.endpointOf(resolved);
      if (attached && resolved !== null && endpoint !== undefined) {
        // Left out means true; undefined means false, by the standard.
        const async = rest.length === 0 || Boolean(rest[0]);
        const state: Opened = { endpoint, async, type: "", waiting: false, refused: undefined };
        try {
          target = editQueryNow(guard, endpoint, resolved, target);
        } catch (cause) {
          state.refused = cause;
          target = resolved.origin + resolved.pathname;
        }
        opened.set(this, state);
      }
      Reflect.apply(open, this, [method, target, ...rest]);
    },

    setRequestHeader(this: XMLHttpRequest, name: string, value: string): void {
      const state = opened.get(this);
      if (state !== undefined && String(name).toLowerCase() === "content-type")
        state.type = String(value);
      Reflect.apply(setRequestHeader, this, [name, value]);
    },

    send(this: XMLHttpRequest, body?: Body): void {
      const state = opened.get(this);
      if (!attached || state === undefined) return Reflect.apply(send, this, [body]);
      if (state.waiting) throw new DOMException("send() was called already", "InvalidStateError");
      const prepare = (): Body | Promise<Body> => {
        if (state.refused !== undefined) throw state.refused;
        return guard.inspect(state.endpoint, (editor) => editBody(body, state.type, editor));
      };
      if (!state.async) return sendSync(this, state, prepare);

      state.waiting = true;
      // abort() and open() forget the state: then nothing is to be sent.
      const go = (next: Body): void => {
        if (opened.get(this) !== state) return;
        state.waiting = false;
        opened.delete(this);
        Reflect.apply(send, this, [next]);
      };
      const refuse = (cause: unknown): void => {
        const { code } = guard.block(state.endpoint, cause);
        if (opened.get(this) === state) fail(this, code);
      };
      if (guard.state !== "ready") {
        guard.ready.then(prepare).then(go, refuse);
        return;
      }
      let next: Body | Promise<Body>;
      try {
        next = prepare();
      } catch (cause) {
        void Promise.resolve().then(() => refuse(cause));
        return;
      }
      if (next instanceof Promise) next.then(go, refuse);
      else go(next);
    },

    abort(this: XMLHttpRequest): void {
      opened.delete(this);
      Reflect.apply(abort, this, []);
    },
  };

  /** The page waits in send(), so there is no waiting for an engine or a Blob. */
  function sendSync(xhr: XMLHttpRequest, state: Opened, prepare: () => Body | Promise<Body>): void {
    let next: Body | Promise<Body>;
    try {
      next = prepare();
      if (next instanceof Promise) {
        next.catch(() => {});
        throw unsupported("a file in a synchronous request");
      }
    } catch (cause) {
      const error = guard.block(state.endpoint, cause);
      throw new DOMException(error.message, "NetworkError");
    }
    Reflect.apply(send, xhr, [next]);
  }

  for (const method of Object.values(patched)) Object.defineProperty(method, MARK, { value: mark });
  Object.assign(prototype, patched);
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    const originals = { open, setRequestHeader, send, abort };
    for (const name of Object.keys(originals) as (keyof typeof originals)[])
      if (prototype[name] === (patched[name] as unknown))
        Object.assign(prototype, { [name]: originals[name] });
  };
}

/** The URL to open. open() cannot wait: with no engine, a query that may hold
 *  something is refused. */
function editQueryNow(guard: Guard, endpoint: string, url: URL, target: string): string {
  if (url.search === "") return target;
  let named = false;
  const looks = { edit: (value: string) => ((named ||= value !== ""), value) };
  editUrl(url, { keys: guard.keys, ...looks });
  if (!named) return target;
  const next = guard.inspect(endpoint, (editor) => editUrl(url, editor)) as string;
  return next === url.href ? target : next;
}

/** As a request looks to its page when the network fails. */
function fail(xhr: XMLHttpRequest, code: string): void {
  Object.defineProperty(xhr, "readyState", { value: 4, configurable: true });
  Object.defineProperty(xhr, "statusText", { value: `blackbar: ${code}`, configurable: true });
  xhr.dispatchEvent(new Event("readystatechange"));
  xhr.dispatchEvent(new ProgressEvent("error"));
  xhr.dispatchEvent(new ProgressEvent("loadend"));
}

/** Lets a refused request be used again. */
function restoreState(xhr: XMLHttpRequest): void {
  Reflect.deleteProperty(xhr, "readyState");
  Reflect.deleteProperty(xhr, "statusText");
}
