import { editBody, type Body } from "./body.js";
import { then, unsupported } from "./editor.js";
import { resolveUrl, type Realm } from "./endpoints.js";
import { editUrl } from "./fetch.js";
import { MARK, type Guard, type Target } from "./guard.js";
import { restoreXhr } from "./xhr_reply.js";

/** What is known of a request to an endpoint from open() on. */
interface Opened {
  readonly target: Target;
  readonly method: string;
  readonly async: boolean;
  readonly rest: readonly unknown[]; // async, user, password
  headers: [name: string, value: string][];
  state: "opened" | "waiting" | "done";
}

interface Prepared {
  readonly href: string;
  readonly body: Body;
}

/** Puts the guard in front of a realm's XMLHttpRequest; gives what undoes it. */
export function patchXhr(realm: Realm, guard: Guard, mark: string): () => void {
  if (typeof realm.XMLHttpRequest !== "function") return () => {};
  const { prototype } = realm.XMLHttpRequest;
  const { open, setRequestHeader, send, abort } = prototype;
  // Stays until the next open(), so that nothing opened is ever unguarded.
  const requests = new WeakMap<XMLHttpRequest, Opened>();
  let attached = true;

  const patched = {
    open(this: XMLHttpRequest, method: string, url: string | URL, ...rest: unknown[]): void {
      const given = String(url); // once: what is looked at is what is sent
      const verb = String(method);
      const target = guard.targetOf(resolveUrl(given, realm));
      Reflect.apply(open, this, [verb, given, ...rest]);
      // Now that it did not throw, what was open before is gone.
      restoreState(this);
      requests.delete(this);
      if (!attached || target === undefined) return;
      // Left out means true; undefined means false, by the standard.
      const async = rest.length === 0 || Boolean(rest[0]);
      requests.set(this, { target, method: verb, async, rest, headers: [], state: "opened" });
    },

    setRequestHeader(this: XMLHttpRequest, name: string, value: string): void {
      const [field, text] = [String(name), String(value)];
      Reflect.apply(setRequestHeader, this, [field, text]);
      requests.get(this)?.headers.push([field, text]);
    },

    send(this: XMLHttpRequest, body?: Body): void {
      const request = requests.get(this);
      if (request === undefined) return Reflect.apply(send, this, [body]);
      if (request.state !== "opened")
        throw new realm.DOMException("send() was called already", "InvalidStateError");
      if (!request.async) return sendSync(this, request, body);

      request.state = "waiting";
      const go = (next: Prepared): void => {
        // abort() and open() came in between: then nothing is to be sent.
        if (requests.get(this) === request) leave(this, request, next);
      };
      const refuse = (cause: unknown): void => {
        if (requests.get(this) !== request) return;
        const { code } = guard.block(request.target, cause);
        request.state = "done";
        fail(realm, this, "error", `blackbar: ${code}`);
      };
      if (guard.busy) {
        void guard.inTurn(request.target, () => prepare(request, body), go, refuse);
        return;
      }
      let next: Prepared | Promise<Prepared>;
      try {
        next = prepare(request, body);
      } catch (cause) {
        void Promise.resolve(cause).then(refuse);
        return;
      }
      if (next instanceof Promise) void next.then(go, refuse);
      else go(next);
    },

    abort(this: XMLHttpRequest): void {
      const request = requests.get(this);
      const waits = request?.state === "waiting";
      // Another object: who waited for the old one does not send it.
      if (request !== undefined && request.state !== "done")
        requests.set(this, { ...request, state: waits ? "done" : "opened" });
      Reflect.apply(abort, this, []);
      if (waits) fail(realm, this, "abort", "");
    },
  };

  function prepare(request: Opened, body: Body): Prepared | Promise<Prepared> {
    const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    return guard.inspect(request.target, (editor): Prepared | Promise<Prepared> =>
      then(editUrl(request.target.url, editor), (href): Prepared | Promise<Prepared> =>
        then(editBody(body, type, editor), (next) => ({ href, body: next })),
      ),
    );
  }

  function leave(xhr: XMLHttpRequest, request: Opened, { href, body }: Prepared): void {
    request.state = "done";
    if (href !== request.target.url.href) {
      // The URL can only be changed by opening anew, which forgets the headers.
      Reflect.apply(open, xhr, [request.method, href, ...request.rest]);
      for (const header of request.headers) Reflect.apply(setRequestHeader, xhr, header);
    }
    Reflect.apply(send, xhr, [body]);
  }

  /** The page waits in send(), so there is no waiting for an engine or a Blob. */
  function sendSync(xhr: XMLHttpRequest, request: Opened, body: Body): void {
    let next: Prepared | Promise<Prepared>;
    try {
      next = prepare(request, body);
      if (next instanceof Promise) {
        next.catch(() => {});
        throw unsupported("a file in a synchronous request");
      }
    } catch (cause) {
      const error = guard.block(request.target, cause);
      throw new realm.DOMException(error.message, "NetworkError");
    }
    leave(xhr, request, next);
  }

  for (const method of Object.values(patched)) Object.defineProperty(method, MARK, { value: mark });
  Object.assign(prototype, patched);
  const restored = guard.settings.restore
    ? restoreXhr(prototype, (xhr) => (requests.has(xhr) ? guard.conversation : undefined))
    : () => {};
  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    restored();
    const originals = { open, setRequestHeader, send, abort };
    for (const name of Object.keys(originals) as (keyof typeof originals)[])
      if (prototype[name] === (patched[name] as unknown))
        Object.assign(prototype, { [name]: originals[name] });
  };
}

/** Looks to its page like a request whose network failed, or was aborted. */
function fail(realm: Realm, xhr: XMLHttpRequest, type: "error" | "abort", statusText: string): void {
  Object.defineProperty(xhr, "readyState", { value: 4, configurable: true });
  Object.defineProperty(xhr, "statusText", { value: statusText, configurable: true });
  xhr.dispatchEvent(new realm.Event("readystatechange"));
  xhr.dispatchEvent(new realm.ProgressEvent(type));
  xhr.dispatchEvent(new realm.ProgressEvent("loadend"));
}

/** Lets a refused request be used again. */
function restoreState(xhr: XMLHttpRequest): void {
  Reflect.deleteProperty(xhr, "readyState");
  Reflect.deleteProperty(xhr, "statusText");
}
