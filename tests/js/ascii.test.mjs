// The wasm within the package: as text that no page and no compressor stumbles over.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { toAscii } from "../../js/ascii.mjs";
import { ALPHABET, fromAscii } from "../../js/dist/ascii.js";
import { packed } from "../../js/dist/embedded.js";

const wasm = await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url));
const back = ({ text, singles, size }) => Buffer.from(fromAscii(text, singles, size));

test("what stands in the package is blackbar.wasm", () => {
  assert.ok(back(packed).equals(wasm));
});

test("every byte comes back, whatever is frequent", () => {
  const each = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  const samples = [Buffer.alloc(0), each, Buffer.from([...each].reverse()), Buffer.alloc(1000, 0xff)];
  for (let often = 0; often < 256; often += 51) samples.push(Buffer.concat([each, Buffer.alloc(99, often)]));
  for (const bytes of samples) assert.ok(back(toAscii(bytes)).equals(bytes));
});

test("it needs no escape in a literal, and ends no script that it stands in", () => {
  assert.equal(new Set(ALPHABET).size, ALPHABET.length);
  assert.match(ALPHABET, /^[ -~]*$/);
  assert.doesNotMatch(ALPHABET, /["\\<]/);
  const allowed = new Set(ALPHABET);
  for (const sign of new Set(packed.text)) assert.ok(allowed.has(sign), sign);
});

test("compressed it is hardly more than the bytes", () => {
  const size = (content) => brotliCompressSync(content).length;
  const ratio = size(packed.text) / size(wasm);
  assert.ok(ratio < 1.05, `${ratio}`); // in base64: 1.37
});

test("text that somebody changed gives other bytes, and no exception", () => {
  const { text, singles, size } = packed;
  const at = text.indexOf("order"); // among the rules
  const changed = `${text.slice(0, at)}é${text.slice(at + 1)}`;
  assert.ok(!back({ text: changed, singles, size }).equals(wasm));
  assert.equal(back({ text: text.slice(0, 1000), singles, size }).length, size);
  assert.equal(back({ text: `${text}~`, singles, size }).length, size);
});
