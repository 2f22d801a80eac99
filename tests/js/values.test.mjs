// The values that the browser tests type: each is different, and the engine finds
// each in the very message, or file, that it is typed in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";
import { longMessages, MORE } from "../browser/more_values.mjs";
import { MESSAGES, stands } from "../browser/values.mjs";
import { leaked, times } from "../browser/wire.mjs";

const LONG = longMessages([...MESSAGES, ...MORE]);
const VALUES = LONG.flatMap(({ values }) => values);

let redactor;
before(async () => {
  redactor = await createRedactor();
});
after(() => redactor.dispose());

test("there are two hundred, all different, each in its message", () => {
  assert.equal(new Set(VALUES).size, 200);
  for (const { text, values } of LONG) for (const value of values) assert.ok(text.includes(value), value);
});

test("the engine finds each in its sentence, its message and the file", () => {
  const file = LONG.map(({ text }) => text).join("\n");
  for (const { text, values } of [...MESSAGES, ...MORE, ...LONG, { text: file, values: VALUES }]) {
    const out = redactor.redact(text).text;
    for (const value of values) assert.ok(!stands(value, out), `${value} in: ${text.slice(0, 200)}`);
  }
});

const received = (url, body) => [{ url, raw: Buffer.from(body) }];
const WAYS = [
  ["plain", "/chat", "pay 4111 1111 1111 1111"],
  ["in a URL", "/chat?q=4111%201111%201111%201111", ""],
  ["as a form", "/chat", "q=4111+1111+1111+1111"],
  ["with escapes of JSON", "/chat", String.raw`{"text":"4111\u00201111\u002011111111"}`],
  ["as base64", "/chat", Buffer.from("my card: 4111 1111 1111 1111").toString("base64")],
];
for (const [name, url, body] of WAYS)
  test(`a value is seen on the wire: ${name}`, () => {
    assert.deepEqual(leaked(["4111 1111 1111 1111"], received(url, body)), ["4111 1111 1111 1111"]);
  });

test("what machines write is no value", () => {
  const body = '{"id":"41111111-1111-4111-8111-111111111111","at":1795880411111,"since":"2041-11-11T11:11:11.111Z"}';
  assert.deepEqual(leaked(["4111 1111 1111 1111"], received("/chat", body)), []);
  assert.deepEqual(times("1795880411111", received("/chat", body)), [1]);
});
