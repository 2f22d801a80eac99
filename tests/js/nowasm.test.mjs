// blackbar/nowasm, the engine as JavaScript: it answers as the WebAssembly does, and
// needs neither WebAssembly nor eval. What ../shared/data holds is compared as well
// where it is at hand.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import * as wasm from "../../js/dist/index.js";
import * as nowasm from "../../js/dist/nowasm/index.js";
import { fakeBrowser, settle } from "./browser.mjs";

const readLines = (url) => readFileSync(url, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const MESSAGES = ["messages/messages", "accuracy/messages"].flatMap((name) =>
  readLines(new URL(`../${name}.jsonl`, import.meta.url)).map(({ text }) =>
    text.replace(/\{\{\w+:(.*?)\}\}/g, "$1"), // as tests/accuracy marks what is personal
  ),
);
const DATA = new URL("../../../shared/data/", import.meta.url);
const STEP = 60; // every how many rows of it

/** The same "random" bytes for both, so that secrets and tags are the same. */
async function withoutChance(work) {
  const original = crypto.getRandomValues;
  let next = 1;
  crypto.getRandomValues = (bytes) => bytes.map(() => (next = (next * 75) % 65537) & 255);
  try {
    return await work();
  } finally {
    crypto.getRandomValues = original;
  }
}

/** What a whole conversation of these texts gives. */
function answers(entry, texts, options) {
  return withoutChance(async () => {
    const redactor = await entry.createRedactor(options);
    const chat = redactor.openConversation();
    const given = texts.map((text) => {
      const redaction = chat.redact(text);
      return { ...redaction, restored: chat.restore(redaction.text), alone: redactor.redact(text).text };
    });
    const result = { given, entries: chat.entries(), saved: chat.save() };
    redactor.dispose();
    return result;
  });
}

async function assertSame(t, texts, options = {}) {
  const expected = await answers(wasm, texts, options);
  const got = await answers(nowasm, texts, options);
  texts.forEach((text, i) => assert.deepEqual(got.given[i], expected.given[i], text));
  assert.deepEqual(got.entries, expected.entries);
  assert.equal(got.saved, expected.saved);
  const findings = expected.given.reduce((sum, { findings }) => sum + findings.length, 0);
  t.diagnostic(`${texts.length} texts, ${findings} findings, no difference`);
  assert.ok(findings > texts.length / 4, "texts in which nothing is found prove little");
}

test("every message is answered as by the WebAssembly", (t) => assertSame(t, MESSAGES));

test("so it is with every operator", (t) =>
  assertSame(t, MESSAGES.slice(0, 120), {
    policy: {
      operator: "surrogate",
      entities: {
        CREDIT_CARD: { operator: "mask", keepLast: 4 },
        DATE_OF_BIRTH: { operator: "shift_date" },
        DATE_TIME: { operator: "shift_date" },
        EMAIL_ADDRESS: { operator: "hash" },
        IP_ADDRESS: { operator: "generalize" },
        PERSON: { operator: "mask", shape: true },
      },
      rules: [{ entity: "LOYALTY_ID", pattern: "LX\\d{9}", validator: "luhn" }],
    },
  }));

test("and with the labelled data of others", async (t) => {
  if (!existsSync(DATA)) return t.skip("../shared/data is not here");
  const texts = ["numbers", "peers", "phones", "recognizers", "templates", "values"].flatMap((name) =>
    readLines(new URL(`${name}.jsonl`, DATA))
      .filter((_, i) => i % STEP === 0)
      .map(({ text, value }) => text ?? `my number is ${value}`),
  );
  await assertSame(t, texts);
});

test("lone surrogates, NUL and every plane cross as they do there", async (t) => {
  const hostile = ["", "\uD83D ana@example.com", "\u0000 4111 1111 1111 1111", "\u{1F389}\u20AC ana@example.com \uDC00",
    "ana@example.com\uFEFF", "1 ".repeat(300), "\u0E01\u0E34 ana@example.com"]; // prettier-ignore
  await assertSame(t, [...hostile, ..."aeiou".split("").map((c) => `${c}@example.com`)]);
});

test("a text that makes the memory grow is seen whole", async () => {
  const redactor = await nowasm.createRedactor();
  const text = "mail ana@example.com, card 4111 1111 1111 1111; ".repeat(40_000);
  const { text: out, findings } = redactor.redact(text);
  assert.equal(findings.length, 80_000);
  assert.doesNotMatch(out, /ana@|4111/);
  assert.equal(redactor.redact("ben@example.org").findings.length, 1);
  redactor.dispose();
});

// The buffer of a message stands in the memory, and other calls make that grow.
test("what is written after the memory grew elsewhere is what is looked at", async () => {
  const redactor = await nowasm.createRedactor();
  assert.equal(redactor.redact("ana@example.com").findings.length, 1);
  const values = Array.from({ length: 60_000 }, (_, i) => `${"value of a person ".repeat(8)}${i}`);
  const chat = redactor.openConversation({ knownValues: { PERSON: values } });
  for (const text of ["carl@example.net", "dora@example.com and 4111 1111 1111 1111"])
    assert.doesNotMatch(chat.redact(text).text, /@|4111/);
  redactor.dispose();
});

test("a wasm to load, or a wrong policy, is an error", async () => {
  const wrong = (options) => nowasm.createRedactor(options).then(() => "made", ({ code, where }) => `${code} ${where}`);
  assert.equal(await wrong({ wasm: new Uint8Array(8) }), "unknown-key options.wasm");
  assert.equal(await wrong({ policy: { operator: "nothing" } }), "unknown-operator $.operator");
  assert.equal(await wrong({ countries: ["Germany"] }), "unknown-country options.countries[0]");
});

test("blackbar.nowasm.js guards a page that allows neither wasm nor eval", async () => {
  const code = readFileSync(new URL("../../js/dist/blackbar.nowasm.js", import.meta.url), "utf8");
  assert.doesNotMatch(code, /\beval\(|new Function\b|\bFunction\(/);
  const page = fakeBrowser();
  const names = ["atob", "performance", "setTimeout", "clearTimeout", "structuredClone", "TextDecoder", "TextEncoder",
    "URL", "URLSearchParams", "Blob", "DOMException", "Event", "FormData", "Headers", "Request", "Response"]; // prettier-ignore
  const { document, fetch, XMLHttpRequest, CustomEvent, ProgressEvent } = page;
  const context = vm.createContext(
    { document, fetch, XMLHttpRequest, CustomEvent, ProgressEvent, crypto: globalThis.crypto,
      ...Object.fromEntries(names.map((name) => [name, globalThis[name]])) }, // prettier-ignore
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext("delete globalThis.WebAssembly", context);
  document.currentScript = { dataset: { endpoints: "/chat", policy: "default" } };
  vm.runInContext(code, context, { filename: "blackbar.nowasm.js" });
  document.currentScript = null;
  const answered = context.fetch("/chat", { method: "POST", body: JSON.stringify({ text: "I am ana@example.com" }) });
  await context.Blackbar.gate.ready;
  await answered;
  await settle();
  assert.match(page.sent[0].body, /^\{"text":"I am \(EMAIL_1_\w{4}\)"\}$/);
  assert.deepEqual(page.events.map(({ type }) => type), ["blackbar:ready", "blackbar:redacted"]);
});
