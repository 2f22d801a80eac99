import { BlackbarError } from "../types.js";

// Which requests the gate is for. An endpoint is a path prefix on this page's
// origin ("/chat") or an absolute URL prefix ("https://bot.example/v1"). A
// prefix ends at a path's boundary: "/chat" is /chat, /chat/7 and /chat?x, but
// not /chatter. Queries and fragments of an endpoint do not count.

/** What a relative URL is relative to; undefined on a server. */
function base(): string | undefined {
  return typeof document === "object" ? document.baseURI : globalThis.location?.href;
}

/** Null where fetch, too, would refuse it. */
export function resolveUrl(url: string): URL | null {
  try {
    return new URL(url, base());
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
    return { endpoint, origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
  });
  return (url) => {
    const path = plainPath(url.pathname);
    return prefixes.find(
      (prefix) =>
        prefix.origin === url.origin &&
        (path === plainPath(prefix.path) || path.startsWith(`${plainPath(prefix.path)}/`)),
    )?.endpoint;
  };
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
