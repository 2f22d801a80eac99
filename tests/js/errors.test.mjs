// Every code of BlackbarError that createRedactor can give, and its place.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { BlackbarError, createRedactor } from "../../js/dist/index.js";

const circle = {};
circle.self = circle;

const POLICIES = [
  // code, where, policy
  ["unknown-preset", "$", "pci"],
  ["unknown-preset", "$.extends", { extends: "nothing" }],
  ["unknown-key", "$.treshold", { treshold: 0.5 }],
  ["wrong-type", "$.threshold", { threshold: "0.5" }],
  ["wrong-type", "$.threshold", { threshold: NaN }], // null in JSON
  ["out-of-range", "$.threshold", { threshold: 2 }],
  ["unknown-entity", "$.entities.EMAIL", { entities: { EMAIL: { operator: "mask" } } }],
  [
    "unknown-operator",
    "$.entities.EMAIL_ADDRESS.operator",
    { entities: { EMAIL_ADDRESS: { operator: "blacken" } } },
  ],
  [
    "unknown-key",
    "$.entities.EMAIL_ADDRESS.keepLast",
    { entities: { EMAIL_ADDRESS: { operator: "label", keepLast: 4 } } },
  ],
  ["bad-pattern", "$.rules[0].pattern", { rules: [{ entity: "A", pattern: "(" }] }],
  ["bad-pattern", "$.rules[0].pattern", { rules: [{ entity: "A", pattern: "(?=a)" }] }],
  ["bad-pattern", "$.allow.patterns[1]", { allow: { patterns: ["a", "["] } }],
  [
    "unknown-validator",
    "$.rules[0].validator",
    { rules: [{ entity: "A", pattern: "a", validator: "lunh" }] },
  ],
  ["wrong-type", "$.deny.values.A", { deny: { values: { A: "b" } } }],
  ["wrong-type", "options.policy", 7],
  ["wrong-type", "options.policy", null],
  ["wrong-type", "options.policy", ["default"]],
  ["invalid-json", "options.policy", circle],
  ["invalid-json", "options.policy", { threshold: 1n }],
];

for (const [code, where, policy] of POLICIES) {
  test(`a policy is refused: ${code} at ${where}`, async () => {
    await assert.rejects(createRedactor({ policy }), (error) => {
      assert.ok(error instanceof BlackbarError && error instanceof Error);
      assert.deepEqual([error.code, error.where], [code, where]);
      assert.ok(error.message.startsWith(`${where}: `));
      assert.equal(error.name, "BlackbarError");
      return true;
    });
  });
}

const OPTIONS = [
  ["unknown-key", "options.polcy", { polcy: "default" }],
  ["wrong-type", "options", null],
  ["wrong-type", "options", "default"],
  ["wrong-type", "options.countries", { countries: "US" }],
  ["wrong-type", "options.countries[1]", { countries: ["US", 7] }],
  ["unknown-country", "options.countries[0]", { countries: ["us"] }],
  ["unknown-country", "options.countries[1]", { countries: ["US", "XX"] }],
  ["unknown-country", "options.countries[0]", { countries: ["US,DE"] }],
  ["unknown-country", "options.countries[0]", { countries: [""] }],
  ["wrong-type", "options.wasm", { wasm: "blackbar.wasm" }],
  ["wrong-type", "options.wasm", { wasm: 7 }],
];

for (const [code, where, options] of OPTIONS) {
  test(`options are refused: ${code} at ${where}, ${JSON.stringify(options)}`, () =>
    assert.rejects(createRedactor(options), { name: "BlackbarError", code, where }));
}

test("a conversation's options are checked too", async () => {
  const redactor = await createRedactor();
  assert.throws(() => redactor.openConversation({ recipient: [] }), {
    code: "unknown-key",
    where: "options.recipient",
  });
  assert.throws(() => redactor.openConversation({ id: 7 }), { code: "wrong-type" });
  redactor.dispose();
});

const bytes = await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url));
const text = (string) => new TextEncoder().encode(string);

test("every source of the wasm works", async () => {
  const sources = [
    bytes, // a view
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    new Response(bytes),
    new Response(bytes, { headers: { "content-type": "text/plain" } }),
    new WebAssembly.Module(bytes),
    new URL(`data:application/wasm;base64,${bytes.toString("base64")}`),
    Promise.resolve(bytes),
  ];
  for (const wasm of sources) {
    const redactor = await createRedactor({ wasm });
    assert.equal(redactor.detect("ana@example.com").length, 1);
    redactor.dispose();
  }
});

const broken = new Response("");
const SOURCES = [
  ["wasm-html", "a page as bytes", () => text("<!doctype html><title>404</title>")],
  ["wasm-html", "a page after white space", () => text("\n  <html>")],
  ["wasm-html", "a page as response", () => new Response("<html></html>", { status: 200 })],
  ["wasm-html", "a page at a URL", () => new URL("data:text/html,<html></html>")],
  ["wasm-invalid", "other bytes", () => text("console.log(1)")],
  ["wasm-truncated", "no bytes", () => new Uint8Array()],
  ["wasm-truncated", "the magic number", () => bytes.subarray(0, 8)],
  ["wasm-truncated", "half of it", () => bytes.subarray(0, bytes.length >> 1)],
  ["wasm-truncated", "all but one byte", () => bytes.subarray(0, bytes.length - 1)],
  ["wasm-invalid", "garbage within", () => bytes.map((b, i) => (i > 50_000 && i < 60_000 ? 0xff : b))],
  ["wasm-invalid", "somebody else's module", () => new WebAssembly.Module(text("\0asm\x01\0\0\0"))],
  ["wasm-fetch", "an HTTP error", () => new Response("<html>", { status: 503 }), /503/],
  ["wasm-fetch", "a URL nobody answers", () => new URL("http://127.0.0.1:1/blackbar.wasm"), /127/],
  ["wasm-fetch", "a promise that is rejected", () => Promise.reject(new TypeError("offline"))],
  [
    "wasm-fetch",
    "a response read already",
    async () => (await broken.arrayBuffer().catch(() => {}), broken),
  ],
];

for (const [code, name, source, message] of SOURCES) {
  test(`the wasm is refused: ${code} for ${name}`, async () => {
    await assert.rejects(createRedactor({ wasm: source() }), (error) => {
      assert.equal(error.code, code);
      assert.equal(error.where, "options.wasm");
      if (message !== undefined) assert.match(error.message, message);
      return true;
    });
  });
}

// What the browsers throw under a policy without 'wasm-unsafe-eval'.
const FORBIDDEN = [
  [
    "Chromium",
    new WebAssembly.CompileError(
      "WebAssembly.compile(): Refused to compile or instantiate WebAssembly module because " +
        "'unsafe-eval' is not an allowed source of script",
    ),
  ],
  ["Firefox", new WebAssembly.CompileError("call to WebAssembly.compile() blocked by CSP")],
  [
    "WebKit",
    new EvalError("Refused to create a WebAssembly object because 'unsafe-eval' is not allowed"),
  ],
];
const WAYS = {
  rejects: (error) => () => Promise.reject(error),
  throws: (error) => () => {
    throw error;
  },
};

for (const [browser, error] of FORBIDDEN) {
  for (const [way, forbid] of Object.entries(WAYS)) {
    test(`a page's policy says wasm-blocked: ${browser} ${way}`, async (t) => {
      const blocked = { code: "wasm-blocked", where: "options.wasm", message: /wasm-unsafe-eval/ };
      const module = new WebAssembly.Module(bytes);
      t.mock.method(WebAssembly, "instantiate", forbid(error));
      await assert.rejects(createRedactor({ wasm: module }), blocked);
      t.mock.method(WebAssembly, "compile", forbid(error));
      await assert.rejects(createRedactor({ wasm: Uint8Array.from(bytes) }), blocked);
    });
  }
}

test("a platform without WebAssembly says wasm-blocked", async () => {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly; // as lockdown modes do
  const failed = await createRedactor({ wasm: Uint8Array.from(bytes) }).catch((error) => error);
  globalThis.WebAssembly = WebAssembly;
  assert.equal(failed.code, "wasm-blocked");
});

test("what failed can be tried again", async (t) => {
  const mocked = t.mock.method(WebAssembly, "compile", () => Promise.reject(new Error("no")));
  const wasm = Uint8Array.from(bytes);
  await assert.rejects(createRedactor({ wasm }), { code: "wasm-blocked" });
  mocked.mock.restore();
  (await createRedactor({ wasm })).dispose();
});

test("blackbar/url rejects with a code where the file cannot be fetched", async () => {
  const { createRedactor: byUrl } = await import("../../js/dist/url.js");
  await assert.rejects(byUrl(), { code: "wasm-fetch" }); // Node fetches no file:
  (await byUrl({ wasm: bytes })).dispose();
});
