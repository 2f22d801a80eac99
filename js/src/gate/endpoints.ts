import { BlackbarError } from "../types.js";

// Which requests the gate is for. An endpoint is a path prefix on this page's
// origin ("/chat") or an absolute URL prefix ("https://bot.example/v1"). A
// prefix ends at a path's boundary: "/chat" is /chat, /chat/7 and /chat?x, but
// not /chatter. Queries and fragments of an endpoint do not count, nor whether
// it is written with http or ws: a host's WebSockets are guarded with it.

/** A window, the page's own or that of a frame in it. */
export type Realm = typeof globalThis;

/** What a relative URL is relative to; undefined on a server. */
function base(realm: Realm): string | undefined {
  return typeof realm.document === "object" ? realm.document.baseURI : realm.location?.href;
}

/** Null where fetch, too, would refuse it. */
export function resolveUrl(url: string, realm: Realm = globalThis): URL | null {
  try {
    return new URL(url, base(realm));
  } catch {
    return null;
  }
}

/** The prefix that a URL falls under, as it was given, or undefined. */
export type Endpoints = (url: URL) => string | undefined;

/** @throws {BlackbarError} if there is none, or one is no URL. */
export function readEndpoints(list: readonly string[]): Endpoints {
  if (list.length === 0)
    throw new BlackbarError("out-of-range", "options.endpoints", "a gate needs an endpoint");
  const prefixes = list.map((endpoint, index) => {
    const url = resolveUrl(endpoint.trim());
    if (url === null || endpoint.trim() === "")
      throw new BlackbarError("out-of-range", `options.endpoints[${index}]`, "is no URL");
    return { endpoint, origin: originOf(url), path: plainPath(url.pathname).replace(/\/+$/, "") };
  });
  return (url) => {
    const path = plainPath(url.pathname);
    const origin = originOf(url);
    return prefixes.find(
      (prefix) =>
        prefix.origin === origin && (path === prefix.path || path.startsWith(`${prefix.path}/`)),
    )?.endpoint;
  };
}

/** That of ws: as http:. */
function originOf(url: URL): string {
  return /^wss?:$/.test(url.protocol) ? new URL(`http${url.href.slice(2)}`).origin : url.origin;
}

/** Servers read /%63hat and //chat as /chat, so they are guarded like it. */
function plainPath(path: string): string {
  const single = path.replace(/\/{2,}/g, "/");
  try {
    return decodeURIComponent(single);
  } catch {
    return single;
  }
}

/**
 * Encrypted on its way, or staying on this machine: localhost by name or address
 * (W3C Secure Contexts, section 3.1). What is neither a network's nor readable
 * on one (data:, blob:, extensions) counts as such, too.
 */
export function isSecure(url: URL): boolean {
  if (!/^(?:http|ws):$/.test(url.protocol)) return true;
  return /^(?:(?:.*\.)?localhost\.?|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}
