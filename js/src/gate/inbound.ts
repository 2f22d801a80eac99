import type { Conversation } from "../conversation.js";

// What comes back, for the person's eyes: tokens of the gate's conversation become
// values again. A reply is restored while it comes; a token that two messages of a
// socket share, or two lines of JSON, stays one.

/** What fetch gave, restored; the very same one where there is nothing to read. */
export function restoreResponse(response: Response, chat: Conversation): Response {
  const type = response.headers.get("content-type") ?? "";
  const stream = restorer(type, chat);
  if (stream === undefined || response.body === null) return response;
  const body = response.body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .pipeThrough(stream)
    .pipeThrough(new TextEncoderStream() as unknown as TransformStream<string, Uint8Array>);
  const { status, statusText, headers, url, redirected, type: kind } = response;
  const restored = new Response(body, { status, statusText, headers });
  for (const [name, value] of Object.entries({ url, redirected, type: kind }))
    Object.defineProperty(restored, name, { value, configurable: true });
  return restored;
}

/** By the reply's type; undefined for what is no text. */
function restorer(type: string, chat: Conversation): TransformStream<string, string> | undefined {
  if (/^\s*text\/event-stream\b/i.test(type)) return chat.restoreEvents();
  if (isJsonType(type)) return chat.restoreStream({ sink: "json" });
  if (/^\s*text\/html\b/i.test(type)) return chat.restoreStream({ sink: "html" });
  if (/^\s*text\//i.test(type)) return chat.restoreStream();
  return undefined;
}

export function isJsonType(type: string): boolean {
  return /^\s*[\w.-]+\/(?:[\w.-]+\+)?(?:x-)?(?:nd)?json(?:l|lines)?\b/i.test(type);
}

/** A message of a socket: JSON, also behind socket.io's digits, or text. */
export function restoreMessage(data: string, chat: Conversation): string {
  return chat.restore(data, { sink: /^[\d\s]*[{["]/.test(data) ? "json" : "text" });
}

/** A parsed reply with its strings restored. */
export function restoreValue(value: unknown, chat: Conversation): unknown {
  if (typeof value === "string") return chat.restore(value);
  if (Array.isArray(value)) return value.map((item) => restoreValue(item, chat));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, restoreValue(item, chat)]),
  );
}
