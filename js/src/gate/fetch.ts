import { editBody, editQuery, editText, type Body } from "./body.js";
import { isA, textOf, then, unsupported, type Editor } from "./editor.js";
import { resolveUrl, type Realm } from "./endpoints.js";
import { allowed } from "./files.js";
import { MARK, type Guard } from "./guard.js";
import { restoreResponse } from "./inbound.js";

type Arguments = [input: RequestInfo | URL, init?: RequestInit | undefined];

/** Puts the guard in front of a realm's fetch; gives what undoes it. */
export function patchFetch(realm: Realm, guard: Guard, mark: string): () => void {
  const original = realm.fetch;
  if (typeof original !== "function") return () => {};
  let attached = true;

  const patched = function fetch(this: unknown, ...args: Arguments): Promise<Response> {
    const send = (next: Arguments): Promise<Response> => Reflect.apply(original, this, next);
    if (!attached || (args.length as number) === 0) return send(args);
    // Read once, so that what is looked at is what is sent.
    const request = isA(args[0], "Request") ? (args[0] as Request) : undefined;
    const given = request ?? String(args[0]);
    const url = resolveUrl(request?.url ?? String(given), realm);
    const target = guard.targetOf(url);
    if (url === null || target === undefined)
      return send(args.length > 1 ? [given, args[1]] : [given]);

    const init = snapshot(args[1]);
    const signal = init !== undefined && "signal" in init ? init.signal : request?.signal;
    const prepare = (): Arguments | Promise<Arguments> => {
      if (signal?.aborted) throw new Aborted(signal.reason);
      return guard.inspect(target, (editor) =>
        request !== undefined && (init?.body === undefined || init.body === null)
          ? editRequest(request, url, init, editor)
          : editInit(given, request, url, init, editor),
      );
    };
    const leave = (next: Arguments): Promise<Response> =>
      guard.settings.restore
        ? send(next).then((response) => restoreResponse(response, guard.conversation!))
        : send(next);
    const refuse = (cause: unknown): never => {
      throw cause instanceof Aborted ? cause.reason : guard.block(target, cause);
    };
    if (guard.busy) return orAborted(signal, guard.inTurn(target, prepare, leave, refuse));
    try {
      const next = prepare();
      return next instanceof Promise ? next.then(leave, refuse) : leave(next);
    } catch (cause) {
      return Promise.resolve(cause).then(refuse);
    }
  };
  Object.defineProperty(patched, MARK, { value: mark });
  realm.fetch = patched;

  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    if (realm.fetch === patched) realm.fetch = original;
  };
}

/** The page gave up while its request waited: no fault, so no event. */
class Aborted {
  constructor(readonly reason: unknown) {}
}

/** Rejects as soon as the page gives up, whatever the engine does. */
function orAborted<T>(signal: AbortSignal | null | undefined, work: Promise<T>): Promise<T> {
  if (signal === null || signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    const done = (): void => signal.removeEventListener("abort", abort);
    work.then(resolve, reject).then(done);
  });
}

/** The options as they are now; inherited ones count too. */
function snapshot(init: RequestInit | null | undefined): RequestInit | undefined {
  if (init === null || init === undefined) return undefined;
  const now: Record<string, unknown> = {};
  for (const key in init) now[key] = init[key as keyof RequestInit];
  if (now["headers"] !== undefined) now["headers"] = new Headers(init.headers);
  return now;
}

/** The URL with the values of its named parameters edited. */
export function editUrl(url: URL, editor: Editor): string | Promise<string> {
  const query = url.search.slice(1);
  if (query === "") return url.href;
  const pending: Promise<void>[] = [];
  const next = editQuery(query, editor, pending);
  const href = next === query ? url.href : `${url.href.split(/[?#]/, 1)[0]}?${next}${url.hash}`;
  return allowed(href, pending);
}

/** A body, or none, in the second argument. */
function editInit(
  given: Request | string,
  request: Request | undefined,
  url: URL,
  init: RequestInit | undefined,
  editor: Editor,
): Arguments | Promise<Arguments> {
  return then(editUrl(url, editor), (href): Arguments | Promise<Arguments> => {
    const input = href === url.href ? given : request ? copy(request, href) : href;
    const body = init?.body;
    if (init === undefined || body === undefined || body === null)
      return init === undefined ? [input] : [input, init];
    const type = new Headers(init.headers ?? request?.headers).get("content-type") ?? "";
    return then(editBody(body as Body, type, editor), (next): Arguments => [
      input,
      { ...init, body: next as BodyInit },
    ]);
  });
}

/** The body, if any, is the Request's own. */
async function editRequest(
  request: Request,
  url: URL,
  init: RequestInit | undefined,
  editor: Editor,
): Promise<Arguments> {
  const next = await editedRequest(request, url, editor);
  return init === undefined ? [next] : [next, init];
}

/** A request like this one with its URL and body edited; itself if nothing changes. */
export async function editedRequest(request: Request, url: URL, editor: Editor): Promise<Request> {
  const href = await editUrl(url, editor);
  const bytes = await request.clone().arrayBuffer();
  if (bytes.byteLength === 0) return href === url.href ? request : copy(request, href);

  const type = request.headers.get("content-type") ?? "";
  if (/^\s*multipart\/form-data\b/i.test(type)) {
    const before = await request.clone().formData();
    const after = await editBody(before, type, editor);
    if (after === before && href === url.href) return request;
    const headers = new Headers(request.headers);
    headers.delete("content-type"); // its boundary is of the old body
    return copy(request, href, { headers, body: after as FormData });
  }
  const before = textOf(bytes);
  if (before === undefined) throw unsupported("a binary body");
  const after = await editText(before, type, editor);
  return after === before && href === url.href ? request : copy(request, href, { body: after });
}

/** The same request to another URL or with another body. */
function copy(request: Request, href: string, changes: RequestInit = {}): Request {
  const { method, headers, credentials, cache, redirect, referrer } = request;
  const { referrerPolicy, integrity, keepalive, signal } = request;
  // A service worker may answer a navigation, but not make one.
  const mode = request.mode === "navigate" ? "same-origin" : request.mode;
  const same = { method, headers, mode, credentials, cache, redirect, referrer };
  return new Request(href, { ...same, referrerPolicy, integrity, keepalive, signal, ...changes });
}
