// No string can make detect, redact or restore fail, and offsets stay true.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";

const redactor = await createRedactor();
const EMAIL = "ana@example.com";
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

const AROUND = {
  nothing: "",
  "a lone high surrogate": "\uD83D",
  "a lone low surrogate": "\uDE00",
  "two high surrogates": "\uD83D\uD83D",
  "surrogates the wrong way round": "\uDE00\uD83D",
  "U+FFFD itself": "\uFFFD",
  NUL: "\0",
  "a byte order mark": "\uFEFF",
  "two-byte letters": "\u00E4\u00F6",
  "three-byte letters": "\u20AC\u4E2D\u6587",
  "an astral character": "\u{1F389}",
  "a family": "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}",
  "a skin tone": "\u{1F44B}\u{1F3FD}",
  "Arabic, right to left": "\u0628\u0631\u064A\u062F\u064A",
  "Hebrew within a bidi isolate": "\u2067\u05E9\u05DC\u05D5\u05DD\u2069",
  "a combining mark": "e\u0301",
};

for (const [name, piece] of Object.entries(AROUND)) {
  test(`offsets and texts hold around ${name}`, () => {
    const text = `${piece} ${EMAIL} ${piece} ${EMAIL} ${piece}`;
    const found = redactor.detect(text).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(found, [EMAIL, EMAIL]);

    const chat = redactor.openConversation({ tag: false });
    const { text: out, findings } = chat.redact(text);
    const expected = wellFormed(text).replaceAll(EMAIL, "(EMAIL_1)");
    assert.equal(out, expected);
    for (const { outStart, outEnd, replacement } of findings)
      assert.equal(out.slice(outStart, outEnd), replacement);
    assert.equal(chat.restore(out), wellFormed(text));
    assert.equal(chat.restore(piece), wellFormed(piece));
    chat.close();
  });
}

test("a lone surrogate does not eat its neighbour", () => {
  assert.equal(redactor.redact("\uD83DABC").text, "\uFFFDABC");
  assert.equal(redactor.redact("ABC\uD83D").text, "ABC\uFFFD");
});

test("a megabyte of one character passes", () => {
  for (const character of ["a", "1", "@", " ", ".", "(", "\0", "\u00E4", "\u20AC", "\u{1F389}"]) {
    const text = character.repeat(1_000_000 / character.length);
    assert.equal(typeof redactor.detect(text).length, "number");
    const { text: out } = redactor.redact(text);
    if (redactor.detect(text).length === 0) assert.equal(out, text);
  }
});

test("a text far above the buffer grows the memory and gives it back", () => {
  const line = "The quick brown fox jumps over the lazy dog and then has a rest. ";
  const text = line.repeat(50_000_000 / line.length) + EMAIL;
  const [finding] = redactor.detect(text);
  assert.equal(text.slice(finding.start, finding.end), EMAIL);
  assert.equal(redactor.redact(text).findings.length, 1);
  // Small ones go on as before, with views of the grown memory.
  for (let i = 0; i < 3; ++i) assert.equal(redactor.detect(`x ${EMAIL}`)[0].start, 2);
});

test("a long text that is not ASCII crosses in steps", () => {
  for (const piece of ["\u20AC", "\u{1F389}", "a\u{1F389}", "\uD83D "]) {
    const text = piece.repeat(700_000) + ` ${EMAIL}`;
    const [finding] = redactor.detect(text);
    assert.equal(text.slice(finding.start, finding.end), EMAIL);
    assert.ok(redactor.redact(text).text.startsWith(wellFormed(piece)));
  }
});

test("ten thousand findings come through, in order and disjoint", () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `u${i}@example.com`).join(" \u{1F389} ");
  const findings = redactor.detect(text);
  assert.equal(findings.length, 10_000);
  findings.forEach(({ start, end }, i) => {
    assert.equal(text.slice(start, end), `u${i}@example.com`);
  });
  const chat = redactor.openConversation();
  assert.equal(chat.restore(chat.redact(text).text), text);
  chat.close();
});
