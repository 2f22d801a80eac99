import type { SealedEnvelope, SealedItem } from "../types.js";

// What was sealed in a request travels in it, under one name: a key of the JSON
// object that is its body, or a field of the form. A body that is neither (plain
// text, a list, a socket.io packet, a query) has no place for it: its tokens then
// stay tokens for the other side.

export const SEALED = "sealed";

/** One envelope of several texts: each value once, as it was sealed last. */
export function mergeEnvelopes(all: readonly SealedEnvelope[]): SealedEnvelope | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const items = new Map<string, SealedItem>();
  for (const { kid, items: own } of all)
    for (const item of own) {
      const { kid: owner = kid, ...rest } = item;
      items.set(item.ref, owner === first.kid ? rest : { ...rest, kid: owner });
    }
  return { ...first, items: [...items.values()] };
}

/** A JSON object's text with the envelope in it; any other as it is. */
export function besideJson(text: string, envelope: SealedEnvelope | undefined): string {
  if (envelope === undefined || !/^\s*\{/.test(text)) return text;
  const end = text.lastIndexOf("}");
  const empty = /^\s*\{\s*$/.test(text.slice(0, end));
  const member = `${empty ? "" : ","}${JSON.stringify(SEALED)}:${JSON.stringify(envelope)}`;
  return text.slice(0, end) + member + text.slice(end);
}
