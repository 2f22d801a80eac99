import type { SealedItem } from "./types.js";
import type { Wasm } from "./wasm.js";

// The other side of sealing: what src/crypto/envelope.h describes, by the same code that
// sealed it. Internal, for blackbar/server and the command line.
//
// Keys pass through the wasm's memory: call `scrub` when done with one.

/** What the first byte of a sealed value says. */
export const SUITES = { hpke: 1, gcmSiv: 2, xChaCha: 3 } as const;

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
  privateKey: Uint8Array,
  { kid, ctx }: Pick<Binding, "kid" | "ctx">,
  item: SealedItem,
): string | undefined {
  let binary: string;
  try {
    binary = atob(item.sealed.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
  const sealed = Uint8Array.from(`${String.fromCharCode(SUITES.hpke)}${binary}`, (c) => c.charCodeAt(0));
  return wasm.openValue(SUITES.hpke, privateKey, kid, item.type, ctx, item.ref, sealed);
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
