// What is sealed: the published vectors inside wasm, other implementations that open
// what is sealed here and the other way round, randomness, and what is left in memory.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as node from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FF1 } from "../../js/node_modules/@noble/ciphers/ff1.js";
import { gcmsiv } from "../../js/node_modules/@noble/ciphers/aes.js";
import { xchacha20poly1305 } from "../../js/node_modules/@noble/ciphers/chacha.js";
import { createRedactor } from "../../js/dist/index.js";
import { openInline, openItem, openNumber, publicKeyOf } from "../../js/dist/crypto.js";
import { loadWasm } from "../../js/dist/wasm.js";

globalThis.crypto ??= node.webcrypto; // Node 18

const root = fileURLToPath(new URL("../../", import.meta.url));
const bytes = readFileSync(join(root, "js/dist/blackbar.wasm"));
const CTX = "conv-42";
const EMAIL = "ana.lopez@example.com";
const PHONE = "+1 (212) 555-0134";
const base64url = (data) => Buffer.from(data).toString("base64url");

const pair = node.generateKeyPairSync("x25519");
const privateJwk = pair.privateKey.export({ format: "jwk" });
const { d, ...publicJwk } = privateJwk;
const privateKey = Buffer.from(d, "base64url");
const publicKey = Buffer.from(publicJwk.x, "base64url");
const secretKey = node.randomBytes(32);
const billing = { ...publicJwk, kid: "k7", use: "enc" };
const session = { kty: "oct", use: "conversation", kid: "c1", k: base64url(secretKey) };

const policy = (entities) => ({
  extends: "detect-only",
  recipients: { billing, session: { kty: "oct", use: "conversation" } },
  entities,
});
const sealing = policy({ EMAIL_ADDRESS: { operator: "seal", recipient: "billing" } });
const options = { id: CTX, recipients: { session } };

// --- Published vectors -----------------------------------------------------------

const programs = [["native", join(root, "build/native/tests/crypto_vectors"), []]];
{
  const tree = join(root, "build/wasm");
  const paths = [process.env.NODE_PATH, "/usr/share/nodejs"].filter(Boolean).join(":");
  const built = spawnSync("cmake", ["--build", tree, "--target", "crypto_vectors"], {
    env: { ...process.env, NODE_PATH: paths },
    encoding: "utf8",
  });
  assert.equal(built.status, 0, built.stdout + built.stderr);
  programs.push(["wasm", process.execPath, [join(tree, "wasm/crypto_vectors.js")]]);
}

function run([, program, args], ...more) {
  const ran = spawnSync(program, [...args, ...more], { encoding: "utf8" });
  return { status: ran.status, text: `${ran.stdout}${ran.stderr}` };
}

for (const program of programs) {
  const [name, file] = program;
  const skip = existsSync(file) ? false : `${file} is not built`;
  test(`published vectors, ${name}`, { skip }, (t) => {
    const source = readFileSync(join(root, "build/wasm/boringssl_source.txt"), "utf8");
    const { status, text } = run(program, source);
    if (status === 77) return t.skip(text.trim());
    console.log(text.trimEnd().replace(/^/gm, `${name}: `));
    assert.equal(status, 0, text);
    const sets = [...text.matchAll(/(\d+) of (\d+)$/gm)];
    assert.equal(sets.length, 9);
    for (const [, good, all] of sets) assert.equal(good, all);
  });
}

test("FF1 does what @noble/ciphers does, 10,000 times", () => {
  const random = (limit) => node.randomInt(limit);
  const hex = (size) => node.randomBytes(size).toString("hex");
  const lines = [];
  while (lines.length < 10_000) {
    const radix = random(4) === 0 ? 2 + random(65535) : [10, 10, 36, 62][random(4)];
    const least = Math.max(2, Math.ceil(Math.log(1_000_000) / Math.log(radix) + 1e-9));
    const plain = Array.from({ length: least + random(24) }, () => random(radix));
    const key = hex([16, 24, 32, 32][random(4)]);
    const tweak = hex(random(40));
    const cipher = FF1(radix, Buffer.from(key, "hex"), Buffer.from(tweak, "hex"));
    lines.push(JSON.stringify({ key, radix, tweak, plain, secret: cipher.encrypt(plain) }));
  }
  const folder = mkdtempSync(join(tmpdir(), "blackbar-ff1-"));
  try {
    writeFileSync(join(folder, "cases.jsonl"), `${lines.join("\n")}\n`);
    for (const program of programs) {
      if (!existsSync(program[1])) continue;
      const { status, text } = run(program, "ff1", join(folder, "cases.jsonl"));
      console.log(`${program[0]}: ${text.trimEnd()}`);
      assert.equal(status, 0, text);
      assert.match(text, /10000 of 10000/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// --- Other implementations ---------------------------------------------------------

/** src/crypto/envelope.h, "BINDING". */
function infoOf(suite, kid, type, ctx, ref) {
  const parts = [kid, type, ctx, ...(ref === undefined ? [] : [ref])].map((part) => Buffer.from(part));
  return Buffer.concat([
    Buffer.from("blackbar-seal\x01", "latin1"),
    Buffer.from([suite]),
    ...parts.flatMap((part) => [Buffer.from([part.length]), part]),
  ]);
}

const unpadded = (plain) => {
  const end = plain.lastIndexOf(0x80);
  assert.ok(plain.subarray(end + 1).every((byte) => byte === 0));
  return Buffer.from(plain.subarray(0, end)).toString();
};
const padded = (value) => {
  const text = Buffer.from(value);
  const out = Buffer.alloc((Math.floor(text.length / 32) + 1) * 32);
  text.copy(out);
  out[text.length] = 0x80;
  return out;
};

/** RFC 9180 in base mode by node:crypto alone: key and nonce of the first message. */
function schedule(dh, enc, recipient, info) {
  const two = (number) => Buffer.from([number >> 8, number & 255]);
  const extract = (suite, salt, label, ikm) =>
    node
      .createHmac("sha256", salt.length > 0 ? salt : Buffer.alloc(32))
      .update(Buffer.concat([Buffer.from("HPKE-v1"), suite, Buffer.from(label), ikm]))
      .digest();
  const expand = (suite, key, label, context, length) =>
    node
      .createHmac("sha256", key)
      .update(Buffer.concat([two(length), Buffer.from("HPKE-v1"), suite, Buffer.from(label), context, Buffer.from([1])]))
      .digest()
      .subarray(0, length);
  const none = Buffer.alloc(0);
  const kem = Buffer.concat([Buffer.from("KEM"), two(0x20)]);
  const suite = Buffer.concat([Buffer.from("HPKE"), two(0x20), two(1), two(3)]);
  const shared = expand(kem, extract(kem, none, "eae_prk", dh), "shared_secret", Buffer.concat([enc, recipient]), 32);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(suite, none, "psk_id_hash", none),
    extract(suite, none, "info_hash", info),
  ]);
  const secret = extract(suite, shared, "secret", none);
  return {
    shared,
    secret,
    key: expand(suite, secret, "key", context, 32),
    nonce: expand(suite, secret, "base_nonce", context, 12),
    exporter: expand(suite, secret, "exp", context, 32),
  };
}

const asPublic = (raw) =>
  node.createPublicKey({ key: { kty: "OKP", crv: "X25519", x: base64url(raw) }, format: "jwk" });

function nodeOpen(sealed, info) {
  const enc = sealed.subarray(0, 32);
  const dh = node.diffieHellman({ privateKey: pair.privateKey, publicKey: asPublic(enc) });
  const { key, nonce } = schedule(dh, enc, publicKey, info);
  const cipher = node.createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(-16));
  return unpadded(Buffer.concat([cipher.update(sealed.subarray(32, -16)), cipher.final()]));
}

function nodeSeal(value, info) {
  const own = node.generateKeyPairSync("x25519");
  const enc = Buffer.from(own.publicKey.export({ format: "jwk" }).x, "base64url");
  const dh = node.diffieHellman({ privateKey: own.privateKey, publicKey: pair.publicKey });
  const { key, nonce } = schedule(dh, enc, publicKey, info);
  const cipher = node.createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  return Buffer.concat([enc, cipher.update(padded(value)), cipher.final(), cipher.getAuthTag()]);
}

test("what is sealed travels beside the text; node:crypto opens it, and the other way round", async () => {
  const redactor = await createRedactor({ policy: sealing });
  const wasm = await loadWasm(bytes);
  const chat = redactor.openConversation(options);
  assert.ok(!("sealed" in chat.redact("nothing")));
  const done = chat.redact(`I am ${EMAIL} 😀`);
  const { replacement } = done.findings[0];
  assert.equal(done.text, `I am ${replacement} 😀`);
  assert.equal(chat.restore(done.text), `I am ${EMAIL} 😀`);
  const { items, ...rest } = done.sealed;
  assert.deepEqual(rest, { v: 1, kid: "k7", suite: 1, ctx: CTX });
  assert.equal(items.length, 1);
  const [item] = items;
  assert.equal(`(${item.ref})`, replacement);

  const info = infoOf(1, "k7", "EMAIL_ADDRESS", CTX, item.ref);
  assert.equal(nodeOpen(Buffer.from(item.sealed, "base64url"), info), EMAIL);
  assert.equal(openItem(wasm, privateKey, { kid: "k7", ctx: CTX }, item), EMAIL);
  for (const [kid, ctx, changed] of [
    ["k8", CTX, item],
    ["k7", "conv-43", item],
    ["k7", CTX, { ...item, ref: "EMAIL_2" }],
    ["k7", CTX, { ...item, type: "PERSON" }],
    ["k7", CTX, { ...item, sealed: `${item.sealed.slice(0, -2)}AA` }],
    ["k7", CTX, { ...item, sealed: "" }],
    ["k7", CTX, { ...item, sealed: "*" }],
  ])
    assert.equal(openItem(wasm, privateKey, { kid, ctx }, changed), undefined);
  assert.equal(openItem(wasm, node.randomBytes(32), { kid: "k7", ctx: CTX }, item), undefined);

  const sealed = base64url(nodeSeal("Zoë 😀", info));
  assert.equal(openItem(wasm, privateKey, { kid: "k7", ctx: CTX }, { ...item, sealed }), "Zoë 😀");

  assert.deepEqual(Buffer.from(publicKeyOf(wasm, privateKey)), publicKey);
  redactor.dispose();
});

test("secret keys: what stands in the text opens elsewhere", async () => {
  const wasm = await loadWasm(bytes);
  const replaced = async (operator, text, entity) => {
    const redactor = await createRedactor({
      policy: policy({ [entity]: { operator, recipient: "session" } }),
    });
    const chat = redactor.openConversation(options);
    const done = chat.redact(`${text} is mine`);
    assert.equal(done.findings.length, 1);
    assert.equal(chat.restore(done.text), `${text} is mine`);
    assert.equal(chat.redact(done.text).text, done.text, "twice is once");
    // A number in its own shape is found like any other.
    if (operator !== "fpe") assert.equal(redactor.redact(done.text).text, done.text, "nobody's data");
    assert.ok(!("sealed" in done));
    redactor.dispose();
    return done.findings[0].replacement;
  };
  const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const unbase58 = (text) => {
    let number = 0n;
    for (const sign of text) number = number * 58n + BigInt(digits.indexOf(sign));
    const hex = number.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  };
  const form = /^\(bb1:EMAIL_ADDRESS:c1:([1-9A-Za-z]+)\)$/;

  const random = await replaced("encrypt", EMAIL, "EMAIL_ADDRESS");
  const one = unbase58(form.exec(random)[1]);
  assert.equal(one[0], 3);
  const info = infoOf(3, "c1", "EMAIL_ADDRESS", CTX);
  const plain = xchacha20poly1305(secretKey, one.subarray(1, 25), info).decrypt(one.subarray(25));
  assert.equal(unpadded(plain), EMAIL);
  assert.equal(openInline(wasm, random, secretKey, CTX), EMAIL);
  assert.equal(openInline(wasm, random, secretKey, "conv-43"), undefined);
  assert.equal(openInline(wasm, random.replace("EMAIL_ADDRESS", "PERSON"), secretKey, CTX), undefined);
  assert.notEqual(random, await replaced("encrypt", EMAIL, "EMAIL_ADDRESS"));

  const fixed = await replaced("encrypt_deterministic", EMAIL, "EMAIL_ADDRESS");
  const two = unbase58(form.exec(fixed)[1]);
  assert.equal(two[0], 2);
  const siv = gcmsiv(secretKey, new Uint8Array(12), infoOf(2, "c1", "EMAIL_ADDRESS", CTX));
  assert.equal(unpadded(siv.decrypt(two.subarray(1))), EMAIL);
  assert.equal(openInline(wasm, fixed, secretKey, CTX), EMAIL);
  assert.equal(fixed, await replaced("encrypt_deterministic", EMAIL, "EMAIL_ADDRESS"));

  const pseudonym = await replaced("pseudonym", EMAIL, "EMAIL_ADDRESS");
  const mac = node.createHmac("sha256", secretKey);
  mac.update(infoOf(4, "c1", "EMAIL_ADDRESS", CTX)).update(EMAIL);
  const expected = Buffer.concat([Buffer.from([4]), mac.digest().subarray(0, 16)]);
  assert.deepEqual(unbase58(form.exec(pseudonym)[1]), expected);
  assert.equal(openInline(wasm, pseudonym, secretKey, CTX), undefined);

  const number = await replaced("fpe", PHONE, "PHONE_NUMBER");
  assert.match(number, /^\+\d \(\d{3}\) \d{3}-\d{4}$/);
  const binding = { kid: "c1", type: "PHONE_NUMBER", ctx: CTX };
  assert.equal(openNumber(wasm, secretKey, binding, number), PHONE);
  const cipher = FF1(10, secretKey, infoOf(5, "c1", "PHONE_NUMBER", CTX));
  const numerals = (text) => [...text.replace(/\D/g, "")].map(Number);
  assert.deepEqual(cipher.decrypt(numerals(number)), numerals(PHONE));
});

test("a stream has one text only, so it stands in there", async () => {
  const redactor = await createRedactor({ policy: sealing });
  const chat = redactor.openConversation(options);
  const stream = chat.redactStream();
  const writer = stream.writable.getWriter();
  void writer.write(`I am ${EMAIL.slice(0, 7)}`);
  void writer.write(EMAIL.slice(7)).then(() => writer.close());
  let text = "";
  for await (const piece of stream.readable) text += piece;
  const [form] = /\(bb1:EMAIL_ADDRESS:k7:\w+\)/.exec(text);
  assert.equal(text, `I am ${form}`);
  const wasm = await loadWasm(bytes);
  assert.equal(openInline(wasm, form, privateKey, CTX), EMAIL);
  assert.equal(chat.restore(text), `I am ${EMAIL}`);
  redactor.dispose();
});

test("strings of a payload have an envelope each", async () => {
  const redactor = await createRedactor({ policy: sealing });
  const chat = redactor.openConversation(options);
  const done = chat.redactJson({ a: [EMAIL, "none", EMAIL], b: 1 }, { keys: ["a"] });
  assert.deepEqual(done.sealed.map(({ path }) => path), ["$.a[0]", "$.a[2]"]);
  assert.equal(done.sealed[0].items[0].ref, done.sealed[1].items[0].ref);
  assert.ok(!("sealed" in chat.redactJson({ a: "none" }, { keys: ["a"] })));
  redactor.dispose();
});

test("a key that expires while the page is open seals nothing any more", async (t) => {
  const begun = Date.now();
  t.mock.method(Date, "now", () => begun);
  const exp = Math.floor(begun / 1000) + 60;
  const policy = { ...sealing, recipients: { ...sealing.recipients, billing: { ...billing, exp } } };
  const redactor = await createRedactor({ policy });
  const chat = redactor.openConversation(options);
  const later = redactor.openConversation({ ...options, recipients: { ...options.recipients, billing } });
  const stream = chat.redactStream(); // made in time, written to later
  assert.equal(chat.redact(EMAIL).sealed.items.length, 1);
  assert.match(redactor.redact("hi").text, /^hi$/);

  Date.now.mock.mockImplementation(() => exp * 1000);
  const expired = { name: "BlackbarError", code: "expired-key", where: "$.recipients" };
  assert.throws(() => chat.redact(EMAIL), expired);
  assert.throws(() => redactor.redact(EMAIL), expired);
  const read = stream.readable.getReader().read();
  const writer = stream.writable.getWriter();
  for (const failing of [writer.write(EMAIL), writer.closed]) failing.catch(() => {});
  await assert.rejects(read, expired);
  assert.equal(chat.restore(chat.entries()[0].token), EMAIL, "what was said is still there");
  // A conversation that brought a key of its own goes on.
  assert.equal(later.redact(EMAIL).sealed.items.length, 1);
  redactor.dispose();
});

// --- Keys that are none ----------------------------------------------------------------

test("a key that is none is an error with its place", async () => {
  const refused = (recipients, code, where, entities = {}) =>
    assert.rejects(createRedactor({ policy: { recipients, entities } }), { code, where });
  const past = Math.floor(Date.now() / 1000) - 1;
  await refused({ b: { ...billing, exp: past } }, "expired-key", "$.recipients.b.exp");
  await refused({ b: { ...billing, x: "AAAA" } }, "bad-key", "$.recipients.b.x");
  await refused({ b: { ...billing, x: "A".repeat(43) } }, "bad-key", "$.recipients.b.x");
  await refused({ b: privateJwk }, "forbidden", "$.recipients.b.d");
  await refused({ b: { ...session, use: "enc" } }, "forbidden", "$.recipients.b.use");
  const seal = { EMAIL_ADDRESS: { operator: "seal" } };
  await refused({ b: billing }, "unknown-recipient", "$.entities.EMAIL_ADDRESS.recipient", seal);
  const pin = { PIN: { operator: "seal", recipient: "b" } };
  await refused({ b: billing }, "forbidden", "$.entities.PIN.operator", pin);

  const redactor = await createRedactor({ policy: sealing });
  const wrong = (recipients, code, where) =>
    assert.throws(() => redactor.openConversation({ recipients }), { code, where });
  wrong(undefined, "unknown-recipient", "options.recipients.session");
  wrong({ session, other: billing }, "unknown-recipient", "options.recipients.other");
  wrong({ session, billing: { ...billing, exp: past } }, "expired-key", "options.recipients.billing.exp");
  wrong({ session: billing }, "bad-key", "options.recipients.session.kty");
  wrong("session", "wrong-type", "options.recipients");
  assert.throws(() => redactor.openConversation({ ...options, id: "i".repeat(256) }), {
    code: "out-of-range",
    where: "options.id",
  });
  redactor.dispose();
});

// --- Randomness and memory ---------------------------------------------------------------

/** Calls `use` with getRandomValues replaced; gives what it was asked for. */
async function withRandom(replaced, use) {
  const { getRandomValues } = globalThis.crypto;
  const asked = [];
  const original = getRandomValues.bind(globalThis.crypto);
  const stub = (array) => {
    replaced(array, original);
    asked.push(Buffer.from(array));
    return array;
  };
  Object.defineProperty(globalThis.crypto, "getRandomValues", { configurable: true, writable: true, value: stub });
  try {
    await use(asked);
  } finally {
    delete globalThis.crypto.getRandomValues;
  }
  assert.equal(globalThis.crypto.getRandomValues, getRandomValues);
}

test("one call of getRandomValues for a message; none, where nothing is sealed", async () => {
  const redactor = await createRedactor({ policy: sealing });
  const chat = redactor.openConversation(options);
  await withRandom((array, fill) => fill(array), (asked) => {
    chat.redact("nothing");
    assert.equal(asked.length, 0);
    const { sealed } = chat.redact(`${EMAIL}, bob@example.com and cem@example.com`);
    assert.equal(sealed.items.length, 3);
    assert.deepEqual(asked.map((array) => array.length), [3 * 32]);
  });
  redactor.dispose();
});

test("without random bytes nothing leaves", async () => {
  const both = policy({
    EMAIL_ADDRESS: { operator: "seal", recipient: "billing" },
    PHONE_NUMBER: { operator: "encrypt", recipient: "session" },
  });
  // What takes none leaves all the same.
  const fixed = await createRedactor({
    policy: policy({ EMAIL_ADDRESS: { operator: "pseudonym", recipient: "session" } }),
  });
  const other = fixed.openConversation(options);
  await withRandom(() => assert.fail(), () => assert.match(other.redact(EMAIL).text, /^\(bb1:/));
  fixed.dispose();

  const redactor = await createRedactor({ policy: both });
  const chat = redactor.openConversation(options);
  const failing = () => {
    throw new Error("no entropy");
  };
  for (const source of [failing, (array) => array.fill(0)]) {
    await withRandom(source, async () => {
      for (const text of [EMAIL, PHONE]) {
        assert.throws(() => chat.redact(text), { code: "no-random", where: "" });
        assert.throws(() => redactor.redact(EMAIL), { code: "no-random" });
        const stream = chat.redactStream();
        const writer = stream.writable.getWriter();
        const written = writer.write(text).then(() => writer.close());
        const read = stream.readable.getReader().read();
        await assert.rejects(read, { code: "no-random" });
        await written.catch(() => undefined);
      }
      assert.equal(chat.redact("nothing").text, "nothing");
    });
  }
  assert.equal(chat.redact(EMAIL).sealed.items.length, 1);
  redactor.dispose();
});

test("after sealing neither key nor value is in the wasm's memory", async () => {
  let memory;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  const redactor = await createRedactor({
    wasm: Uint8Array.from(bytes),
    policy: policy({
      EMAIL_ADDRESS: { operator: "seal", recipient: "billing" },
      PHONE_NUMBER: { operator: "encrypt", recipient: "session" },
      IP_ADDRESS: { operator: "seal", recipient: "billing" },
    }),
  });
  WebAssembly.instantiate = instantiate;
  const chat = redactor.openConversation(options);
  const needles = new Map();
  await withRandom((array, fill) => fill(array), (asked) => {
    const done = chat.redact(`${EMAIL} or ${PHONE} from 192.0.2.17`);
    // The nonce of XChaCha20 is no secret: it stands in the text, behind the base58.
    assert.deepEqual(asked.map((random) => random.length), [24 + 2 * 32]);
    for (const at of [24, 56]) needles.set(`random at ${at}`, asked[0].subarray(at, at + 32));
    for (const { ref, type, sealed } of done.sealed.items) {
      const enc = Buffer.from(sealed, "base64url").subarray(0, 32);
      const dh = node.diffieHellman({ privateKey: pair.privateKey, publicKey: asPublic(enc) });
      const made = schedule(dh, enc, publicKey, infoOf(1, "k7", type, CTX, ref));
      for (const [name, value] of Object.entries({ dh, ...made })) needles.set(`${ref} ${name}`, value);
    }
  });
  const found = () => {
    const all = Buffer.from(memory.buffer);
    return [...needles].filter(([, needle]) => all.includes(needle)).map(([name]) => name);
  };
  assert.equal(needles.size, 2 + 2 * 6);
  console.log(`${found().length} of ${needles.size} secrets of sealing after it`);
  assert.deepEqual(found(), []);

  // The conversation's own key and its values live as long as it does.
  needles.set("secret key", secretKey);
  needles.set("secret key as text", Buffer.from(session.k));
  for (const value of [EMAIL, PHONE, "192.0.2.17"]) needles.set(value, Buffer.from(value));
  assert.ok(found().includes("secret key") && found().includes(EMAIL), "the scan sees what is there");
  assert.ok(!found().includes("secret key as text"));
  chat.close();
  console.log(`${found().length} of ${needles.size} keys and values after close`);
  assert.deepEqual(found(), []);
  redactor.dispose();
});
