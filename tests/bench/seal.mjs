// How many values a second are sealed and opened, beside npm `hpke` on WebCrypto in the
// same run:
//   npm ci --ignore-scripts && node seal.mjs      (after `npm run build` in js/)
// Prints medians over rounds; asserts no time, as machines differ.
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRedactor } from "../../js/dist/index.js";
import { openItem, publicKeyOf } from "../../js/dist/crypto.js";
import { loadWasm } from "../../js/dist/wasm.js";

globalThis.crypto ??= webcrypto; // Node 18

const ROUNDS = 9;
const CALLS = 100;
const value = "ana.lopez@example.com";

/** Values a second of each: the median over rounds that run all of them. */
async function medians(contenders) {
  const speeds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; ++round) {
    for (const [name, { call, values = 1, calls = CALLS }] of Object.entries(contenders)) {
      const begun = performance.now();
      for (let i = 0; i < calls; ++i) await call();
      speeds[name].push((values * calls * 1000) / (performance.now() - begun));
    }
  }
  for (const name of Object.keys(speeds)) speeds[name] = speeds[name].sort((a, b) => a - b)[ROUNDS >> 1];
  return speeds;
}

const wasm = await loadWasm(readFileSync(new URL("../../js/dist/blackbar.wasm", import.meta.url)));
const privateKey = crypto.getRandomValues(new Uint8Array(32));
const publicKey = publicKeyOf(wasm, privateKey);

const x = Buffer.from(publicKey).toString("base64url");
const redactor = await createRedactor({
  policy: {
    recipients: { b: { kty: "OKP", crv: "X25519", kid: "k7", x } },
    entities: { EMAIL_ADDRESS: { operator: "seal", recipient: "b" } },
  },
});
const ctx = "conv-42";
const chat = redactor.openConversation({ id: ctx });
// As a page does it: found, taken out and sealed.
const MANY = 100;
const message = Array.from({ length: MANY }, (_, i) => `ana.lopez${i}@example.com`).join(" ");
const [item] = chat.redact(`I am ${value}`).sealed.items;
if (chat.redact(message).sealed.items.length !== MANY) throw new Error("not all were sealed");

const contenders = {
  "blackbar, seal, one in a message": { call: () => chat.redact(`I am ${value}`) },
  "blackbar, seal, 100 in a message": { call: () => chat.redact(message), values: MANY, calls: 3 },
  "blackbar, open": { call: () => openItem(wasm, privateKey, { kid: "k7", ctx }, item) },
};

/** npm hpke with the AEAD that WebCrypto has: it lacks ChaCha20-Poly1305 before Node 24. */
async function addPeer(name, { CipherSuite, ...hpke }) {
  const suite = new CipherSuite(
    hpke.KEM_DHKEM_X25519_HKDF_SHA256,
    hpke.KDF_HKDF_SHA256,
    hpke.AEAD_AES_256_GCM,
  );
  const pair = await suite.GenerateKeyPair();
  const plain = new TextEncoder().encode(value);
  const info = new Uint8Array(50);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(pair.publicKey, plain, { info });
  await suite.Open(pair.privateKey, encapsulatedSecret, ciphertext, { info });
  contenders[`${name}, seal`] = { call: () => suite.Seal(pair.publicKey, plain, { info }) };
  contenders[`${name}, open`] = {
    call: () => suite.Open(pair.privateKey, encapsulatedSecret, ciphertext, { info }),
  };
}
try {
  await addPeer("hpke on WebCrypto (AES-256-GCM)", await import("hpke"));
} catch (error) {
  console.log(`hpke does not run here: ${error.message}`);
}

for (const { call, calls = CALLS } of Object.values(contenders)) for (let i = 0; i < calls; ++i) await call();
console.log("Values a second, medians");
for (const [name, speed] of Object.entries(await medians(contenders)))
  console.log(`${name.padEnd(40)} ${Math.round(speed).toLocaleString("en").padStart(8)}`);
