// What the wasm seals opens elsewhere, by programs that share no code with it, and the
// other way round. Prints a table. Python's openers run where Python is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as node from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openEnvelope, readKeys } from "../../docs/openers/open.mjs";
import { createRedactor } from "../../js/dist/index.js";
import { createKeyring, makeRecipientKey, openSealed } from "../../js/dist/server/index.js";
import { counted, dice, mutants } from "./mutants.mjs";

globalThis.crypto ??= node.webcrypto; // Node 18

const openers = fileURLToPath(new URL("../../docs/openers/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "blackbar-interop-"));
after(() => rmSync(folder, { recursive: true }));

// Before any test: a hook after all of them runs when the first have ended otherwise.
const modules = new URL("../../js/node_modules/", import.meta.url);
const load = (path) => import(new URL(path, modules).href).catch((error) => error);
const [hpke, noble] = [await load("hpke/index.js"), await load("@panva/hpke-noble/index.js")];
const noHpke = [hpke, noble].find((one) => one instanceof Error)?.message ?? false;
const suite = noHpke
  ? undefined
  : new hpke.CipherSuite(
      noble.KEM_DHKEM_X25519_HKDF_SHA256, noble.KDF_HKDF_SHA256, noble.AEAD_ChaCha20Poly1305,
    );

const ID = "conv-42 \u00E9";
const COUNT = 200; // values in the envelope that all are given
const billing = makeRecipientKey({ kid: "b1" });
const support = makeRecipientKey({ kid: "s.1-x" });
const stranger = makeRecipientKey({ kid: "b1" });
const keys = [billing.privateKey, support.privateKey];
const ring = createKeyring(keys);
const keyring = join(folder, "keyring.json");
writeFileSync(keyring, JSON.stringify({ keys }));

const rows = [];
after(() => {
  console.log("sealed by                    opened by                          values  opened  changed  opened");
  for (const [by, opener, ...counts] of rows)
    console.log(`${by.padEnd(28)} ${opener.padEnd(34)} ${counts.map((n) => String(n).padStart(6)).join(" ")}`);
});

/** Text of many scripts and lengths, the same each time, in a form the rule below finds. */
function notes() {
  const random = dice(7);
  const signs = [..."abcxyz 0189@.,-\u00E9\u00DF\u4E2D\u0416\u{1F389}"];
  const any = () => signs[Math.floor(random() * signs.length)];
  return Array.from({ length: COUNT }, (_, n) => `<${n}|${Array.from({ length: n % 97 }, any).join("")}>`);
}

const values = notes();
const redactor = await createRedactor({
  policy: {
    recipients: { billing: billing.publicKey, support: support.publicKey },
    rules: [
      { entity: "NOTE", pattern: "<\\d*[02468]\\|[^>]*>", score: 1 },
      { entity: "MEMO", pattern: "<\\d*[13579]\\|[^>]*>", score: 1 },
    ],
    operator: "keep",
    entities: {
      NOTE: { operator: "seal", recipient: "billing" },
      MEMO: { operator: "seal", recipient: "support" },
    },
  },
});
const { sealed } = redactor.openConversation({ id: ID }).redact(values.join("\n"));
redactor.dispose();
const strangers = [stranger.privateKey, { ...stranger.privateKey, kid: "s.1-x" }];
const base = { envelope: { ...sealed, items: sealed.items.slice(0, 4) }, conversation: ID, keys, strangers };
const CHANGED = mutants(base, 1000, 2);

test("the wasm seals every value", () => {
  assert.equal(sealed.items.length, COUNT);
  assert.deepEqual(new Set(sealed.items.map(({ kid = sealed.kid }) => kid)), new Set(["b1", "s.1-x"]));
});

/** How many come out right, and how many changed ones come out at all. */
function tried(opener, opened, changed) {
  const right = opened.filter((value, index) => value === values[index]).length;
  rows.push(["blackbar (wasm)", opener, COUNT, right, changed.length, changed.filter(Boolean).length]);
  assert.equal(right, COUNT);
  assert.equal(changed.length, CHANGED.length);
  assert.ok(!changed.some(Boolean));
}

test("blackbar/server opens it", () => {
  const rings = new Map([keys, strangers].map((own) => [own, createKeyring(own)]));
  tried(
    "blackbar/server",
    openSealed(sealed, ring, { conversation: ID }).map(({ value }) => value),
    CHANGED.map(({ envelope, conversation, keys: own, at }) => {
      try {
        return openSealed(envelope, rings.get(own), { conversation })[at].value !== undefined;
      } catch {
        return false;
      }
    }),
  );
  console.log(`changed: ${counted(CHANGED)}`);
});

test("docs/openers/open.mjs opens it", () => {
  tried(
    "docs/openers/open.mjs",
    openEnvelope(sealed, readKeys({ keys }), ID).map(({ value }) => value),
    CHANGED.map(({ envelope, conversation, keys: own, at }) => {
      try {
        return openEnvelope(envelope, readKeys(own), conversation)[at].value !== undefined;
      } catch {
        return false;
      }
    }),
  );
});

/** Runs an opener as its manual says. */
function run(command, opener, conversation, input, file = keyring) {
  const ran = spawnSync(command, [join(openers, opener), file, conversation], { input, encoding: "utf8" });
  const lines = ran.stdout.split("\n").filter(Boolean);
  return { code: ran.status, out: ran.stdout, err: ran.stderr, values: lines.map((line) => line.replace(/^\S+ \S+ /, "")) };
}

/** As a command line: what opens, what is closed, what was moved. */
function checkCommand(command, opener) {
  const input = JSON.stringify(sealed);
  const all = run(command, opener, ID, input);
  assert.deepEqual([all.code, all.err], [0, ""]);
  const own = join(folder, "one.json");
  writeFileSync(own, JSON.stringify(support.privateKey));
  const some = run(command, opener, ID, input, own);
  assert.deepEqual([some.code, some.values.filter((value) => value === "no-key").length], [1, COUNT / 2]);
  for (const wrong of [[`${ID} `, input], [ID, "{}"], [ID, "secret"], [ID, JSON.stringify({ ...sealed, v: 2 })]]) {
    const { code, out, err } = run(command, opener, ...wrong);
    assert.deepEqual([code, out, err.trim()], [1, "", "not-opened"]);
  }
  return all.values.map((value) => JSON.parse(value));
}

test("docs/openers/open.mjs is a command", () => {
  assert.deepEqual(checkCommand(process.execPath, "open.mjs"), values);
  writeFileSync(join(folder, "no.json"), billing.privateKey.d);
  const { code, out, err } = run(process.execPath, "open.mjs", ID, "{}", join(folder, "no.json"));
  assert.deepEqual([code, out, err.trim()], [1, "", "KEYRING holds no private keys"]);
});

// Debian's own Python and another one may have different releases of cryptography.
const ABOUT = `
import cryptography
try:
  from cryptography.hazmat.primitives import hpke; how = "its hpke"
except ImportError: how = "by hand"
print(cryptography.__version__, how)`;
// Opens lines of [envelope, conversation, keys, at]; prints 1 where a value came out.
const EACH = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("opener", sys.argv[1])
opener = importlib.util.module_from_spec(spec); spec.loader.exec_module(opener)
if sys.argv[2] == "by hand": opener.hpke = None
for line in sys.stdin:
  envelope, conversation, keys, at = json.loads(line)
  try: print(int(opener.open_envelope(envelope, opener.read_keys(keys), conversation)[at][2] is not None))
  except Exception: print(0)`;
const seen = new Set();
for (const python of ["python3", "/usr/bin/python3"]) {
  const asked = spawnSync(python, ["-c", ABOUT], { encoding: "utf8" });
  const about = asked.stdout?.trim() ?? "";
  const skip = asked.error
    ? `${python} is not here`
    : asked.status !== 0
      ? `${python} has no module cryptography`
      : seen.has(about) && `${python} has the same cryptography, ${about}`;
  seen.add(about);
  for (const how of about.endsWith("its hpke") ? ["its hpke", "by hand"] : ["by hand"])
    test(`docs/openers/open.py opens it, ${python}, ${how}`, { skip }, () => {
      const release = `open.py, cryptography ${about.split(".")[0]}, ${how}`;
      const each = (all) => {
        const input = all.map((line) => `${JSON.stringify(line)}\n`).join("");
        const ran = spawnSync(python, ["-c", EACH, join(openers, "open.py"), how], { input, encoding: "utf8" });
        assert.deepEqual([ran.status, ran.stderr], [0, ""]);
        return ran.stdout.trim().split("\n").map((line) => line === "1");
      };
      assert.deepEqual(each([[sealed, ID, keys, 0]]), [true]);
      tried(
        release,
        checkCommand(python, "open.py"),
        each(CHANGED.map(({ envelope, conversation, keys: own, at }) => [envelope, conversation, own, at])),
      );
    });
}

// --- npm hpke ----------------------------------------------------------------

/** src/crypto/envelope.h, written once more. */
function infoOf(kid, type, ctx, ref) {
  const parts = [kid, type, ctx, ref].map((part) => Buffer.from(part));
  const all = parts.flatMap((part) => [Buffer.of(part.length), part]);
  return new Uint8Array(Buffer.concat([Buffer.from("blackbar-seal\x01\x01"), ...all]));
}

function padded(value) {
  const plain = Buffer.from(value);
  const out = new Uint8Array((Math.floor(plain.length / 32) + 1) * 32);
  out.set(plain);
  out[plain.length] = 0x80;
  return out;
}

function unpadded(plain) {
  const end = plain.lastIndexOf(0x80);
  assert.ok(plain.length % 32 === 0 && plain.subarray(end + 1).every((byte) => byte === 0));
  return Buffer.from(plain.subarray(0, end)).toString();
}

test("npm hpke opens it", { skip: noHpke }, async () => {
  const own = new Map();
  for (const { kid, d } of keys)
    own.set(kid, await suite.DeserializePrivateKey(Buffer.from(d, "base64url"), true));
  const opened = async ({ v, suite: number, kid: first, items }, conversation, at) => {
    if (v !== 1 || number !== 1) throw new Error("another version");
    const { ref, type, kid = first, sealed: text } = items[at];
    const bytes = new Uint8Array(Buffer.from(text, "base64url"));
    const plain = await suite.Open(own.get(kid), bytes.slice(0, 32), bytes.slice(32), {
      info: infoOf(kid, type, conversation, ref),
    });
    return unpadded(plain);
  };
  const all = await Promise.all(sealed.items.map((_, at) => opened(sealed, ID, at)));
  assert.deepEqual(all, values);
  // Of the changes those that HPKE itself has to see.
  const byHpke = [
    "a bit flipped", "bytes cut off", "trailing bytes", "another conversation", "another entity",
    "another ref", "another item's bytes",
  ];
  const changed = await Promise.all(
    CHANGED.filter(({ kind }) => byHpke.includes(kind)).map(({ envelope, conversation, at }) =>
      opened(envelope, conversation, at).then(() => true, () => false)),
  );
  const counts = [COUNT, all.length, changed.length, changed.filter(Boolean).length];
  rows.push(["blackbar (wasm)", "npm hpke 1.1.7 + hpke-noble", ...counts]);
  assert.ok(!changed.some(Boolean));
});

/** The values sealed by another program, opened by blackbar/server. */
async function sealedElsewhere(by, seal) {
  const items = [];
  for (const [index, value] of values.entries()) {
    const { kid, x } = index % 2 === 0 ? billing.publicKey : support.publicKey;
    const [ref, type] = [`NOTE_${index + 1}`, "NOTE"];
    const bytes = await seal(Buffer.from(x, "base64url"), infoOf(kid, type, ID, ref), padded(value));
    items.push({ ref, type, kid, sealed: Buffer.from(bytes).toString("base64url") });
  }
  const envelope = { v: 1, kid: "b1", suite: 1, ctx: ID, items };
  const opened = openSealed(envelope, ring, { conversation: ID }).map(({ value }) => value);
  const changed = mutants({ ...base, envelope: { ...envelope, items: items.slice(0, 4) } }, 500, 3).map((one) => {
    try {
      return openSealed(one.envelope, createKeyring(one.keys), { conversation: one.conversation })[one.at].value !== undefined;
    } catch {
      return false;
    }
  });
  const right = opened.filter((value, index) => value === values[index]).length;
  rows.push([by, "blackbar/server", COUNT, right, changed.length, changed.filter(Boolean).length]);
  assert.deepEqual(opened, values);
  assert.ok(!changed.some(Boolean));
}

test("what npm hpke seals opens here", { skip: noHpke }, () =>
  sealedElsewhere("npm hpke 1.1.7 + hpke-noble", async (x, info, plain) => {
    const key = await suite.DeserializePublicKey(x);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(key, plain, { info });
    return Buffer.concat([encapsulatedSecret, ciphertext]);
  }));

// RFC 9180 for the sender, base mode: 4.1 Encap, 5.1 KeySchedule, 5.2 Seal.
function sealByNode(x, info, plain) {
  const hmac = (key, ...parts) => node.createHmac("sha256", key).update(Buffer.concat(parts.map((p) => Buffer.from(p)))).digest();
  const extract = (id, salt, label, ikm) => hmac(salt.length ? salt : Buffer.alloc(32), "HPKE-v1", id, label, ikm);
  const expand = (id, prk, label, data, size) =>
    hmac(prk, Buffer.of(0, size), "HPKE-v1", id, label, data, Buffer.of(1)).subarray(0, size);
  const kem = Buffer.from("KEM\x00\x20");
  const id = Buffer.from("HPKE\x00\x20\x00\x01\x00\x03");
  const recipient = node.createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "X25519", x: x.toString("base64url") } });
  const { privateKey, publicKey } = node.generateKeyPairSync("x25519");
  const enc = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url");
  const eae = extract(kem, "", "eae_prk", node.diffieHellman({ privateKey, publicKey: recipient }));
  const shared = expand(kem, eae, "shared_secret", Buffer.concat([enc, x]), 32);
  const context = Buffer.concat([Buffer.of(0), extract(id, "", "psk_id_hash", ""), extract(id, "", "info_hash", info)]);
  const secret = extract(id, shared, "secret", "");
  const nonce = expand(id, secret, "base_nonce", context, 12);
  const cipher = node.createCipheriv("chacha20-poly1305", expand(id, secret, "key", context, 32), nonce, { authTagLength: 16 });
  return Buffer.concat([enc, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

test("what plain node:crypto seals opens here", () => sealedElsewhere("node:crypto, by hand", sealByNode));
