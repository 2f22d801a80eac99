// The two ways across must agree: the buffer of wasm/buffer.h, and Embind's
// plain objects. Looks inside the package, at what no caller gets.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { loadWasm } from "../../js/dist/wasm.js";

const bytes = await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url));
// A module of our own, to look at its memory.
const module = await WebAssembly.compile(bytes);
let memory;
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate(...args);
  memory = instance.exports.memory;
  return instance;
};
const wasm = await loadWasm(module);
WebAssembly.instantiate = instantiate;
const made = wasm.create('"default"', "", 0);
const names = new Map();

const RISKS = ["medium", "high", "critical"];
const KINDS = [
  "pattern", "check", "context", "contradiction", "denied", "expected", "unexpected", "alone", "known",
];
const rounded = (single) => Math.round(single * 1e4) / 1e4;

const TEXTS = [
  "",
  "nothing here",
  "mail ana@example.com",
  "card 4111 1111 1111 1111, expires 12/27, cvv 123",
  "my IBAN: DE89 3704 0044 0532 0130 00. My e-mail: ana@example.com",
  "\u{1F389}\u20AC\u00E4 ana@example.com \u{1F389} 4111111111111111 \u{1F389}",
  "call +49 30 901820 or write to ben@example.org, password: Tr0ub4dor&3",
  "ana@example.com ".repeat(500),
];
const golden = new URL("../messages/messages.jsonl", import.meta.url);
if (existsSync(golden))
  for (const line of readFileSync(golden, "utf8").split("\n").filter(Boolean))
    TEXTS.push(JSON.parse(line).text);

test("the buffer and the plain objects agree", () => {
  let findings = 0;
  for (const text of TEXTS) {
    const slow = wasm.detectObjects(made.engine, text).map((finding) => ({
      ...finding,
      score: rounded(finding.score),
      risk: RISKS[finding.risk],
      reasons: finding.reasons.map(({ kind, detail, weight }) => ({
        kind: KINDS[kind],
        detail,
        weight: rounded(weight),
      })),
    }));
    const quick = wasm.buffer.detect(made.engine, names, text);
    assert.deepEqual(quick, slow);
    findings += quick.length;
  }
  assert.ok(findings > 500);
});

test("no text stays in the buffer", () => {
  // Long enough not to stand there by chance; the engine finds nothing in it.
  const text = "zq hv kk mx wq pd zz vk qj xw";
  const chat = wasm.openConversation(new Uint8Array(36));
  wasm.buffer.detect(made.engine, names, text);
  wasm.buffer.redact(made.engine, chat, names, text);
  wasm.buffer.restore(chat, text);
  // The engine's working memory is freed, not wiped; other texts write over it.
  for (let i = 0; i < 9; ++i)
    wasm.buffer.redact(made.engine, chat, names, "x ".repeat(text.length / 2 - i));
  assert.equal(Buffer.from(memory.buffer).indexOf(text.slice(0, 12)), -1);
  wasm.closeConversation(chat);
});

test("what is opened and closed leaves the memory as large as it was", () => {
  const round = () => {
    const engine = wasm.create('"pci-chat"', "US,DE", 0);
    const chat = wasm.openConversation(new Uint8Array(36));
    wasm.buffer.redact(engine.engine, chat, new Map(), "ana@example.com 4111111111111111");
    wasm.closeConversation(chat);
    wasm.closeEngine(engine.engine);
  };
  for (let i = 0; i < 10; ++i) round();
  const before = memory.buffer.byteLength;
  for (let i = 0; i < 50; ++i) round();
  assert.equal(memory.buffer.byteLength, before);
});
