/// <reference lib="esnext.disposable" preserve="true" />
import { base64url, unbase64url } from "../coding.js";
import { publicKeyOf } from "../crypto.js";
import { wrongType } from "../options.js";
import { BlackbarError, type RecipientKey } from "../types.js";
import { wasm } from "./engine.js";
import { checkKid, type OwnKey, wipe } from "./keys.js";

/** A JWK, several, or a set of them: RFC 7517. */
export type KeyringSource = OwnKey | readonly OwnKey[] | { readonly keys: readonly OwnKey[] };

interface Key {
  readonly kty: OwnKey["kty"];
  readonly bytes: Uint8Array;
  /** What anybody may know of it. */
  readonly shown: RecipientKey;
}

/**
 * The keys of one who opens. Keys of before stay in it as long as what they sealed is to
 * be opened: each envelope says which it needs.
 *
 * ```ts
 * const keyring = createKeyring([newest, older]);
 * policy.recipients = { billing: keyring.publicKeys() };
 * ```
 *
 * Printed or written as JSON it shows the keys' names alone.
 */
export class Keyring {
  readonly kids: readonly string[];
  readonly #keys: ReadonlyMap<string, Key>;

  /** @internal */
  constructor(keys: ReadonlyMap<string, Key>) {
    this.#keys = keys;
    this.kids = Object.freeze([...keys.keys()]);
  }

  /** For a policy's `recipients`, where the first counts that has not expired. Secret keys
   *  are not among them. */
  publicKeys(): { keys: RecipientKey[] } {
    const all = [...this.#keys.values()];
    return { keys: all.filter(({ kty }) => kty === "OKP").map(({ shown }) => shown) };
  }

  /** Writes over the keys. From then on it has none. */
  dispose(): void {
    wipe(...Array.from(this.#keys.values(), ({ bytes }) => bytes));
    (this.#keys as Map<string, Key>).clear();
  }

  /** @internal The bytes, if there is such a key of that kind. */
  find(kid: string, kty: OwnKey["kty"]): Uint8Array | undefined {
    const key = this.#keys.get(kid);
    return key?.kty === kty ? key.bytes : undefined;
  }
}

export interface Keyring extends Disposable {}

// Node 18 has no Symbol.dispose.
if (typeof Symbol.dispose === "symbol")
  Keyring.prototype[Symbol.dispose] = Keyring.prototype.dispose;

/** Private keys (OKP, X25519, with `d`) and secret ones (oct), each with a `kid` of its own.
 *  `exp` is for those who seal: an expired key opens.
 *  @throws {BlackbarError} bad-key or wrong-type, with the place and never the key. */
export function createKeyring(source: KeyringSource): Keyring {
  return readKeyring(source, "$");
}

/** What a caller passed as one. */
export function keyringOf(given: Keyring | KeyringSource): Keyring {
  return given instanceof Keyring ? given : readKeyring(given, "keyring");
}

function readKeyring(source: unknown, root: string): Keyring {
  const keys = new Map<string, Key>();
  for (const [jwk, at] of listed(source, root)) {
    const [kid, key] = read(jwk, at);
    if (keys.has(kid)) throw new BlackbarError("bad-key", `${at}.kid`, "is that of another key, too");
    keys.set(kid, key);
  }
  wasm.scrub();
  return new Keyring(keys);
}

function listed(source: unknown, root: string): [jwk: unknown, at: string][] {
  const set = typeof source === "object" && source !== null && !Array.isArray(source) && "keys" in source;
  const keys: unknown = set ? source.keys : source;
  const at = set ? `${root}.keys` : root;
  if (Array.isArray(keys)) return keys.map((jwk: unknown, index) => [jwk, `${at}[${index}]`]);
  if (set) throw wrongType(at, "an array", keys);
  return [[source, at]];
}

function read(jwk: unknown, at: string): [kid: string, key: Key] {
  if (typeof jwk !== "object" || jwk === null || Array.isArray(jwk))
    throw wrongType(at, "an object", jwk);
  const { kty, crv, kid, use, exp, x, d, k } = jwk as Record<string, unknown>;
  checkKid(kid, `${at}.kid`);
  if (exp !== undefined && typeof exp !== "number") throw wrongType(`${at}.exp`, "a number", exp);
  if (use !== undefined && use !== "enc" && use !== "conversation")
    throw new BlackbarError("bad-key", `${at}.use`, "should be enc or conversation");
  const shown: Omit<RecipientKey, "kty"> = {
    kid,
    ...(use !== undefined && { use }),
    ...(exp !== undefined && { exp }),
  };
  if (kty === "oct")
    return [kid, { kty, bytes: material(k, `${at}.k`), shown: { kty, ...shown } }];
  if (kty !== "OKP") throw new BlackbarError("bad-key", `${at}.kty`, "should be OKP or oct");
  if (crv !== "X25519") throw new BlackbarError("bad-key", `${at}.crv`, "should be X25519");
  const bytes = material(d, `${at}.d`);
  const own = base64url(publicKeyOf(wasm, bytes));
  if (x !== undefined && x !== own)
    throw new BlackbarError("bad-key", `${at}.x`, "is not the public half of d");
  return [kid, { kty, bytes, shown: { kty, crv, ...shown, x: own } }];
}

/** 32 bytes. A private key is one whatever they are. */
function material(encoded: unknown, at: string): Uint8Array {
  if (typeof encoded !== "string") throw wrongType(at, "a string", encoded);
  const bytes = unbase64url(encoded);
  if (bytes?.length === 32) return bytes;
  throw new BlackbarError("bad-key", at, "should be 32 bytes as base64url");
}
