import { base64url } from "../coding.js";
import { publicKeyOf } from "../crypto.js";
import { checkKeys, wrongType } from "../options.js";
import { BlackbarError, type RecipientKey } from "../types.js";
import { random, wasm } from "./engine.js";

/** A key that opens what its public half sealed (RFC 8037). It never goes into a page. */
export interface PrivateKey {
  readonly kty: "OKP";
  readonly crv: "X25519";
  readonly kid: string;
  readonly use?: "enc" | "conversation";
  /** Seconds since 1970; from then on nothing is sealed for it. It opens for ever. */
  readonly exp?: number;
  /** The public half, and the private one: 32 bytes each as base64url. */
  readonly x?: string;
  readonly d: string;
  readonly [other: string]: unknown;
}

/** A key that both sides have: of `encrypt`, `encrypt_deterministic`, `fpe`, `pseudonym`. */
export interface SecretKey {
  readonly kty: "oct";
  readonly kid: string;
  readonly use?: "conversation";
  readonly exp?: number;
  readonly k: string;
  readonly [other: string]: unknown;
}

/** One key, as makers of keys and readers of keyrings call it. */
export type OwnKey = PrivateKey | SecretKey;

export interface KeyOptions {
  /** Letters, digits, `.`, `_`, `-`, 64 at most. Default: eight at random. */
  readonly kid?: string;
  readonly use?: "enc" | "conversation";
  /** Seconds since 1970, or a date. */
  readonly exp?: number | Date;
}

const KID = /^[\w.-]{1,64}$/;
const KID_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"; // 31, none that looks like another

/** The pair for one recipient: `privateKey` into the keyring of whoever opens, `publicKey`
 *  into the policy's `recipients`. */
export function makeRecipientKey(options: KeyOptions = {}): {
  privateKey: PrivateKey;
  publicKey: RecipientKey;
} {
  const named = { kty: "OKP", crv: "X25519", ...common(options) } as const;
  const own = random.getRandomValues(new Uint8Array(32));
  const x = base64url(publicKeyOf(wasm, own));
  const privateKey: PrivateKey = { ...named, x, d: base64url(own) };
  wipe(own);
  return { privateKey, publicKey: { ...named, x } };
}

/** A secret key of one conversation or person: into the keyring, and with
 *  `openConversation({ recipients })` into that one's page, which can read it. */
export function makeConversationKey(options: Omit<KeyOptions, "use"> = {}): SecretKey {
  const named = { ...common(options, ["kid", "exp"]), use: "conversation" } as const;
  const own = random.getRandomValues(new Uint8Array(32));
  const key: SecretKey = { kty: "oct", ...named, k: base64url(own) };
  wipe(own);
  return key;
}

/** Writes over bytes of a key, here and in the wasm. */
export function wipe(...keys: readonly Uint8Array[]): void {
  for (const key of keys) key.fill(0);
  wasm.scrub();
}

/** @throws {BlackbarError} if it cannot stand in a text. */
export function checkKid(kid: unknown, where: string): asserts kid is string {
  if (typeof kid !== "string") throw wrongType(where, "a string", kid);
  const message = "should be letters, digits, '.', '_' and '-', 64 at most";
  if (!KID.test(kid)) throw new BlackbarError("bad-key", where, message);
}

function common(options: KeyOptions, keys = ["kid", "use", "exp"]): {
  kid: string;
  use: "enc" | "conversation";
  exp?: number;
} {
  checkKeys(options, "options", keys);
  const { kid = anyKid(), use = "enc", exp } = options;
  checkKid(kid, "options.kid");
  if (use !== "enc" && use !== "conversation")
    throw new BlackbarError("bad-key", "options.use", "should be enc or conversation");
  if (exp === undefined) return { kid, use };
  const seconds = exp instanceof Date ? Math.floor(exp.getTime() / 1000) : exp;
  if (!Number.isFinite(seconds)) throw wrongType("options.exp", "seconds or a date", exp);
  return { kid, use, exp: seconds };
}

/** A name, no secret: that a remainder favours some letters does not matter. */
function anyKid(): string {
  const bytes = random.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => KID_SIGNS[byte % KID_SIGNS.length]).join("");
}
