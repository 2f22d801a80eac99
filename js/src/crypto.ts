import { unbase64url } from "./coding.js";
import { wellFormed } from "./options.js";
import type { SealedItem } from "./types.js";
import type { Wasm } from "./wasm.js";

// The other side of sealing: what src/crypto/envelope.h describes, by the same code that
// sealed it. Internal, for blackbar/server and the command line.
//
// Keys pass through the wasm's memory: call `scrub` when done with one.

/** What the first byte of a sealed value says. */
export const SUITES = { hpke: 1, gcmSiv: 2, xChaCha: 3, hmac: 4 } as const;

const MOST_BOUND = 255; // bytes: kMostBound

/** What a value is bound to. `ref` is the token without its brackets, or "" for what
 *  stands in the text. */
export interface Binding {
  readonly kid: string;
  readonly type: string;
  readonly ctx: string;
  readonly ref: string;
}

/** X25519: any 32 random bytes are a private key. */
export function publicKeyOf(wasm: Wasm, privateKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return wasm.publicKeyOf(privateKey);
}

/** The value of an item of an envelope; undefined where it does not open. `kid` is the
 *  item's own or the envelope's, `ctx` what you know the conversation to be. */
export function openItem(
  wasm: Wasm,
  key: Uint8Array,
  { kid, ctx }: Pick<Binding, "kid" | "ctx">,
  item: SealedItem,
  suite: number = SUITES.hpke,
): string | undefined {
  const sealed = unbase64url(item.sealed);
  if (sealed === undefined || item.ref === "") return undefined;
  const bytes = new Uint8Array(sealed.length + 1);
  bytes[0] = suite;
  bytes.set(sealed, 1);
  return openBytes(wasm, key, { kid, type: item.type, ctx, ref: item.ref }, bytes);
}

/** The same of the bytes, the suite among them. */
export function openBytes(
  wasm: Wasm,
  key: Uint8Array,
  { kid, type, ctx, ref }: Binding,
  bytes: Uint8Array,
): string | undefined {
  if (![kid, type, ctx, ref].every(fits)) return undefined;
  return wasm.openValue(bytes[0] ?? 0, key, kid, type, ctx, ref, bytes);
}

/** Whether it can be bound: its length is one byte, and a lone surrogate has no UTF-8. */
export function fits(text: string): boolean {
  return wellFormed(text) === text && new TextEncoder().encode(text).length <= MOST_BOUND;
}

/** What `pseudonym` puts before a value: info_of() of src/crypto/envelope.cpp, once more,
 *  as the engine makes pseudonyms of findings alone. */
export function pseudonymInfo({ kid, type, ctx }: Omit<Binding, "ref">): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [kid, type, ctx].map((part) => encoder.encode(part));
  const mark = encoder.encode("blackbar-seal");
  return Uint8Array.of(...mark, 1, SUITES.hmac, ...parts.flatMap((part) => [part.length, ...part]));
}

/** The value of `(bb1:...)`, of the private key or the secret one that its suite takes. */
export function openInline(wasm: Wasm, text: string, key: Uint8Array, ctx: string): string | undefined {
  return wasm.openInline(text, key, ctx);
}

/** The number that "fpe" encrypted. */
export function openNumber(
  wasm: Wasm,
  secretKey: Uint8Array,
  { kid, type, ctx }: Omit<Binding, "ref">,
  number: string,
): string | undefined {
  return wasm.openNumber(secretKey, kid, type, ctx, number);
}
