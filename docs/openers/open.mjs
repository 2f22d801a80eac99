// Opens what blackbar sealed, with Node's own crypto and no package.
//
//   node open.mjs KEYRING CONVERSATION < envelope.json
//
// KEYRING is a file with private keys as JWK: one, a list, or {"keys": [...]}.
// CONVERSATION is what you know the conversation to be, never what the envelope says.
// Prints `ref type value`, the value as JSON; for a key that is not there `no-key`.
// Ends with 0 if all was opened; with 1 if not, and then with no value of an envelope
// that was changed, moved, or has an item twice.
//
// The format's manual is src/crypto/envelope.h. HPKE is RFC 9180, base mode, with
// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.
import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const KEM = Buffer.from([...Buffer.from("KEM"), 0, 0x20]); // RFC 9180, 4.1: suite_id
const HPKE = Buffer.from([...Buffer.from("HPKE"), 0, 0x20, 0, 1, 0, 3]); // 5.1: suite_id
const NONE = Buffer.alloc(0);
const TAG = 16; // bytes of Poly1305

/** RFC 9180, 6.1: enc (32 bytes) and ciphertext, without additional data. */
function openSingle({ key, x }, info, sealed) {
  if (sealed.length < 32 + TAG) throw new Error("too short");
  const enc = sealed.subarray(0, 32);
  // 4.1, DHKEM: Decap.
  const dh = diffieHellman({ privateKey: key, publicKey: publicKey(enc.toString("base64url")) });
  const eae = extract(KEM, NONE, "eae_prk", dh);
  const shared = expand(KEM, eae, "shared_secret", Buffer.concat([enc, Buffer.from(x, "base64url")]), 32);
  // 5.1: KeySchedule of mode_base, whose psk and psk_id are empty.
  const pskIdHash = extract(HPKE, NONE, "psk_id_hash", NONE);
  const context = Buffer.concat([Buffer.of(0), pskIdHash, extract(HPKE, NONE, "info_hash", info)]);
  const secret = extract(HPKE, shared, "secret", NONE);
  const nonce = expand(HPKE, secret, "base_nonce", context, 12); // 5.2: the first message's
  const open = createDecipheriv("chacha20-poly1305", expand(HPKE, secret, "key", context, 32), nonce, {
    authTagLength: TAG,
  });
  open.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([open.update(sealed.subarray(32, -TAG)), open.final()]);
}

/** RFC 9180, 4: LabeledExtract. */
function extract(suite, salt, label, ikm) {
  const message = Buffer.concat([Buffer.from("HPKE-v1"), suite, Buffer.from(label), ikm]);
  return createHmac("sha256", salt.length > 0 ? salt : Buffer.alloc(32)).update(message).digest();
}

/** RFC 9180, 4: LabeledExpand, of one block of SHA-256 (RFC 5869, 2.3). */
function expand(suite, prk, label, info, size) {
  const message = [Buffer.of(0, size), Buffer.from("HPKE-v1"), suite, Buffer.from(label), info, Buffer.of(1)];
  return createHmac("sha256", prk).update(Buffer.concat(message)).digest().subarray(0, size);
}

function publicKey(x) {
  return createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "X25519", x } });
}

/** What the value is bound to: kid, type, conversation, ref, each with its length. */
function boundTo(...parts) {
  const written = parts.map((part) => Buffer.from(part));
  if (written.some(({ length }) => length > 255)) throw new Error("too long");
  const all = written.flatMap((part) => [Buffer.of(part.length), part]);
  return Buffer.concat([Buffer.from("blackbar-seal\x01\x01"), ...all]);
}

/** ISO/IEC 7816-4: one byte 80, then zeros. */
function unpadded(plain) {
  const end = plain.findLastIndex((byte) => byte !== 0);
  if (plain[end] !== 0x80) throw new Error("padding");
  return plain.toString("utf8", 0, end);
}

function fromBase64url(text) {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("another spelling of the same bytes");
  return bytes;
}

export function readKeys(source) {
  const keys = Array.isArray(source) ? source : (source.keys ?? [source]);
  const own = keys.filter(({ crv }) => crv === "X25519");
  return new Map(
    own.map((jwk) => [jwk.kid, { key: createPrivateKey({ format: "jwk", key: jwk }), x: jwk.x }]),
  );
}

/** [{ ref, type, value }], without a value where the key is not there.
 *  Throws for whatever was changed or moved: say no more of it than that. */
export function openEnvelope({ v, suite, kid: first, items }, keys, conversation) {
  if (v !== 1 || suite !== 1) throw new Error("version or suite");
  const refs = new Set();
  return items.map(({ ref, type, kid = first, sealed }) => {
    if (ref === "" || refs.has(ref)) throw new Error("no ref, or one that is there twice");
    refs.add(ref);
    const key = keys.get(kid);
    if (key === undefined) return { ref, type };
    const plain = openSingle(key, boundTo(kid, type, conversation, ref), fromBase64url(sealed));
    return { ref, type, value: unpadded(plain) };
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [keyring, conversation] = process.argv.slice(2);
  if (conversation === undefined) {
    console.error("say: open.mjs KEYRING CONVERSATION < envelope.json");
    process.exit(2);
  }
  let keys;
  let opened;
  try {
    keys = readKeys(JSON.parse(readFileSync(keyring, "utf8")));
    opened = openEnvelope(JSON.parse(readFileSync(0, "utf8")), keys, conversation);
  } catch {
    // Which mistake it was is nobody's business, and Node's words would quote the file.
    console.error(keys === undefined ? "KEYRING holds no private keys" : "not-opened");
    process.exit(1);
  }
  for (const { ref, type, value } of opened)
    console.log(ref, type, value === undefined ? "no-key" : JSON.stringify(value));
  process.exitCode = opened.every(({ value }) => value !== undefined) ? 0 : 1;
}
