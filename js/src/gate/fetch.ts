import { editBody, editQuery, editText, readText, type Body, type Editor } from "./body.js";
import { resolveUrl } from "./endpoints.js";
import { MARK, type Guard } from "./guard.js";

type Arguments = [input: RequestInfo | URL, init?: RequestInit | undefined];

/** Puts the guard in front of fetch; gives what undoes it. */
export function patchFetch(guard: Guard, mark: string): () => void {
  const original = globalThis.fetch;
  if (typeof original !== "function") return () => {};
  let attached = true;

  const patched = function fetch(this: unknown, ...args: Arguments): Promise<Response> {
    const send = (next: Arguments): Promise<Response> => Reflect.apply(original, this, next);
    if (!attached || (args.length as number) === 0) return send(args);
    // Read once, so that what is looked at is what is sent.
    const request = isRequest(args[0]) ? args[0] : undefined;
    const target = request ?? String(args[0]);
    const url = resolveUrl(request?.url ?? String(target));
    const endpoint = url === null ? undefined : guard.endpointOf(url);
    if (url === null || endpoint === undefined)
      return send(args.length > 1 ? [target, args[1]] : [target]);

    const init = snapshot(args[1]);
    const signal = init !== undefined && "signal" in init ? init.signal : request?.signal;
    const prepare = (): Arguments | Promise<Arguments> => {
      if (signal?.aborted) throw new Aborted(signal.reason);
      return guard.inspect(endpoint, (editor) =>
        request !== undefined && (init?.body === undefined || init.body === null)
          ? editRequest(request, url, init, editor)
          : editInit(target, request, url, init, editor),
      );
    };
    const refuse = (cause: unknown): never => {
      throw cause instanceof Aborted ? cause.reason : guard.block(endpoint, cause);
    };
    if (guard.busy) return orAborted(signal, guard.inTurn(prepare, send, refuse));
    try {
      const next = prepare();
      return next instanceof Promise ? next.then(send, refuse) : send(next);
    } catch (cause) {
      return Promise.resolve(cause).then(refuse);
    }
  };
  Object.defineProperty(patched, MARK, { value: mark });
  globalThis.fetch = patched;

  return () => {
    attached = false; // somebody may have wrapped ours meanwhile
    if (globalThis.fetch === patched) globalThis.fetch = original;
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

function isRequest(input: unknown): input is Request {
  return Object.prototype.toString.call(input) === "[object Request]";
}

/** The URL with the values of its named parameters edited. */
export function editUrl(url: URL, editor: Editor): string {
  const query = url.search.slice(1);
  const next = editQuery(query, editor);
  return next === query ? url.href : `${url.origin}${url.pathname}?${next}${url.hash}`;
}

/** A body, or none, in the second argument. */
function editInit(
  target: Request | string,
  request: Request | undefined,
  url: URL,
  init: RequestInit | undefined,
  editor: Editor,
): Arguments | Promise<Arguments> {
  const href = editUrl(url, editor);
  const input = href === url.href ? target : request ? copy(request, href) : href;
  const body = init?.body;
  if (init === undefined || body === undefined || body === null)
    return init === undefined ? [input] : [input, init];
  const type = new Headers(init.headers ?? request?.headers).get("content-type") ?? "";
  const edited = editBody(body as Body, type, editor);
  const withBody = (next: Awaited<typeof edited>): Arguments => [
    input,
    { ...init, body: next as BodyInit },
  ];
  return edited instanceof Promise ? edited.then(withBody) : withBody(edited);
}

/** The body, if any, is the Request's own. */
async function editRequest(
  request: Request,
  url: URL,
  init: RequestInit | undefined,
  editor: Editor,
): Promise<Arguments> {
  const href = editUrl(url, editor);
  const rest: [] | [RequestInit] = init === undefined ? [] : [init];
  const send = (next: Request): Arguments => [next, ...rest];
  const bytes = await request.clone().arrayBuffer();
  if (bytes.byteLength === 0) return send(href === url.href ? request : copy(request, href));

  const type = request.headers.get("content-type") ?? "";
  if (/^\s*multipart\/form-data\b/i.test(type)) {
    const before = await request.clone().formData();
    const after = await editBody(before, type, editor);
    if (after === before && href === url.href) return send(request);
    const headers = new Headers(request.headers);
    headers.delete("content-type"); // its boundary is of the old body
    return send(copy(request, href, { headers, body: after as FormData }));
  }
  const before = readText(bytes, "a binary body");
  const after = editText(before, type, editor);
  if (after === before && href === url.href) return send(request);
  return send(copy(request, href, { body: after }));
}

/** The same request to another URL or with another body. */
function copy(request: Request, href: string, changes: RequestInit = {}): Request {
  const { method, headers, mode, credentials, cache, redirect, referrer } = request;
  const { referrerPolicy, integrity, keepalive, signal } = request;
  const same = { method, headers, mode, credentials, cache, redirect, referrer };
  return new Request(href, { ...same, referrerPolicy, integrity, keepalive, signal, ...changes });
}
