// blackbar-sw.js: the gate as a service worker, self-contained. It sees what no
// script of the page can: requests of workers, of functions that somebody kept from
// before, of images and scripts, of navigations. It does not see WebSockets, the
// first page load, and in some browsers synchronous and keepalive requests (README,
// "Limits"): it stands behind the gate of the page, not in its place. What the page
// has redacted passes as it is.
//
//   navigator.serviceWorker.register("/blackbar-sw.js?endpoints=/chat&policy=pci-chat");
//
// The names are those of the script tag's attributes. In a service worker of your own:
//
//   importScripts("/blackbar-sw.js"); Blackbar.guardRequests({ endpoints: ["/chat"] });
//
// Its events reach the pages as messages of navigator.serviceWorker, { type, detail }.
import { editedRequest } from "./fetch.js";
import { Guard } from "./guard.js";
import { restoreResponse } from "./inbound.js";
import { readGuardOptions, type GuardOptions } from "./options.js";
import type { Emit } from "./events.js";

/** As much of ServiceWorkerGlobalScope as is used; TypeScript's dom has none. */
interface ServiceWorker {
  readonly location: Location;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<readonly { postMessage(message: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  Blackbar?: { guardRequests: typeof guardRequests };
}
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = globalThis as unknown as ServiceWorker;

const tell: Emit = (type, detail) => {
  const { respondWith, ...told } = detail as { respondWith?: unknown };
  void worker.clients
    .matchAll({ includeUncontrolled: true })
    .then((clients) => clients.forEach((client) => client.postMessage({ type, detail: told })));
};

/**
 * Guards what passes this service worker. Call it before the worker's first event.
 * `uploads: "ask"` blocks, as there is nobody to ask.
 * @throws {BlackbarError} if an option of the gate's own is wrong.
 */
export function guardRequests(options: GuardOptions): void {
  const guard = new Guard(...readGuardOptions(options), tell);
  guard.ready.catch(() => {}); // the requests hear of it
  worker.addEventListener("install", (event) => {
    event.waitUntil(Promise.all([worker.skipWaiting(), guard.ready.catch(() => {})]));
  });
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const target = guard.targetOf(new URL(request.url));
    if (target === undefined) return;
    const leave = (next: Request): Promise<Response> =>
      guard.settings.restore
        ? fetch(next).then((response) => restoreResponse(response, guard.conversation!))
        : fetch(next);
    const refuse = (cause: unknown): Response => {
      guard.block(target, cause);
      // Firefox sends a navigation that ended in a network error once more, by itself.
      return request.mode === "navigate"
        ? new Response("blackbar: this form was not sent", { status: 403 })
        : Response.error();
    };
    event.respondWith(
      guard.inTurn<Request, Response | Promise<Response>>(
        target,
        () => guard.inspect(target, (editor) => editedRequest(request, target.url, editor)),
        leave,
        refuse,
      ),
    );
  });
}

worker.Blackbar ??= { guardRequests };

const asked = new URL(worker.location.href).searchParams;
if (asked.has("endpoints")) guardRequests(readQuery(asked));

/** @throws {BlackbarError} if an attribute is wrong: then the worker does not start. */
function readQuery(query: URLSearchParams): GuardOptions {
  const words = (name: string): string[] | undefined =>
    query.get(name)?.split(/[\s,]+/).filter((word) => word !== "");
  const policy = query.get("policy");
  const [keys, paths] = [words("keys"), words("paths")];
  return {
    endpoints: words("endpoints") ?? [],
    countries: words("countries") ?? [],
    restore: query.has("restore"),
    ...(query.has("conversation") && { id: query.get("conversation")! }),
    ...(policy !== null && { policy: policy.startsWith("{") ? JSON.parse(policy) : policy }),
    ...(keys !== undefined && { keys }),
    ...(paths !== undefined && { paths }),
    ...(query.has("widget") && { widget: query.get("widget") as NonNullable<GuardOptions["widget"]> }),
    ...(query.has("uploads") && { uploads: query.get("uploads") as NonNullable<GuardOptions["uploads"]> }),
  };
}
