import { fits, openItem, SUITES } from "../crypto.js";
import { checkKeys, wrongType } from "../options.js";
import { BlackbarError, type SealedItem } from "../types.js";
import { wasm } from "./engine.js";
import { type Keyring, keyringOf, type KeyringSource } from "./keyring.js";

export interface OpenOptions {
  /** The id of the conversation, as this side knows it: never what came with the values. */
  readonly conversation: string;
}

export interface OpenSealedOptions extends OpenOptions {
  /** What was opened before in this conversation, a Set or the like: what stands in it
   *  already is refused, what is opened is added. It holds what was sealed, no values. */
  readonly seen?: Pick<Set<string>, "has" | "add">;
}

/** A value, or why there is none: its key is not in the keyring. */
export type OpenedItem =
  | { readonly ref: string; readonly entity: string; readonly value: string; readonly code?: undefined }
  | { readonly ref: string; readonly entity: string; readonly value?: undefined; readonly code: "no-key" };

/** Which key a suite takes; the others are not of an envelope. */
const KINDS: Readonly<Record<number, "OKP" | "oct">> = {
  [SUITES.hpke]: "OKP",
  [SUITES.gcmSiv]: "oct",
  [SUITES.xChaCha]: "oct",
};

export const kindOf = (suite: unknown): "OKP" | "oct" | undefined => KINDS[Number(suite)];

/**
 * Opens what `Redaction.sealed` holds, item by item in its order: those for whom the keyring
 * has a key. An envelope that is undefined has no items.
 *
 * ```ts
 * const [email] = openSealed(message.sealed, keyring, { conversation: session.id });
 * email.value;   // "ana@example.com", or undefined: email.code is "no-key"
 * ```
 *
 * What is opened was typed by whoever: sealing does not say by whom.
 *
 * @throws {BlackbarError} "not-opened" with the item's place, for another conversation,
 * another key of that name, and whatever was changed or moved; "replayed"; "wrong-type" or
 * "out-of-range" for what is no envelope. Then none of it is given out.
 */
export function openSealed(
  envelope: unknown,
  keyring: Keyring | KeyringSource,
  options: OpenSealedOptions,
): readonly OpenedItem[] {
  const ring = keyringOf(keyring);
  const conversation = known(options, ["conversation", "seen"]);
  const { seen } = options;
  if (envelope === undefined) return [];
  const { kid: first, suite, items } = readEnvelope(envelope);
  const kind = kindOf(suite);
  if (kind === undefined) throw new BlackbarError("out-of-range", "$.suite", "is not one of 1 to 3");
  const opened: OpenedItem[] = [];
  const fresh: string[] = [];
  try {
    items.forEach((item, index) => {
      const { ref, type: entity, sealed } = item;
      const kid = item.kid ?? first;
      const key = ring.find(kid, kind);
      if (key === undefined) return opened.push({ ref, entity, code: "no-key" });
      const value = openItem(wasm, key, { kid, ctx: conversation }, item, suite);
      const at = `$.items[${index}]`;
      if (value === undefined) throw new BlackbarError("not-opened", at, "does not open");
      if (seen?.has(sealed)) throw new BlackbarError("replayed", at, "was opened before");
      fresh.push(sealed);
      return opened.push({ ref, entity, value });
    });
  } finally {
    wasm.scrub();
  }
  for (const sealed of fresh) seen?.add(sealed);
  return opened;
}

/** The conversation. @throws {BlackbarError} */
export function known(options: OpenOptions, keys: readonly string[]): string {
  checkKeys(options, "options", keys);
  const { conversation } = options;
  if (typeof conversation !== "string")
    throw wrongType("options.conversation", "a string", conversation);
  if (!fits(conversation))
    throw new BlackbarError("out-of-range", "options.conversation", "should be 255 bytes at most");
  return conversation;
}

/** @throws {BlackbarError} for another form, another version, and a ref that stands twice. */
function readEnvelope(envelope: unknown): { kid: string; suite: number; items: readonly SealedItem[] } {
  const { v, kid, suite, items } = record(envelope, "$");
  if (v !== 1) throw new BlackbarError("out-of-range", "$.v", "is not 1");
  if (typeof suite !== "number") throw wrongType("$.suite", "a number", suite);
  if (!Array.isArray(items)) throw wrongType("$.items", "an array", items);
  const refs = new Set<string>();
  const read = items.map((item, index): SealedItem => {
    const at = `$.items[${index}]`;
    const given = record(item, at);
    const ref = text(given["ref"], `${at}.ref`);
    if (refs.has(ref)) throw new BlackbarError("replayed", `${at}.ref`, "stands there twice");
    refs.add(ref);
    const own = given["kid"] === undefined ? {} : { kid: text(given["kid"], `${at}.kid`) };
    const type = text(given["type"], `${at}.type`);
    return { ref, type, ...own, sealed: text(given["sealed"], `${at}.sealed`) };
  });
  return { kid: text(kid, "$.kid"), suite, items: read };
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw wrongType(at, "an object", value);
}

function text(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  throw wrongType(at, "a string", value);
}
