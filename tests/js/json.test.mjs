// js/src/json.ts: only the strings that are to change, change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { editJson, isJson } from "../../js/dist/json.js";
import { selectorOf } from "../../js/dist/selection.js";

const edit = (value) => value.replaceAll("secret", "*");
const keys = selectorOf({ keys: ["text", "content"] });
const edited = (text) => editJson(text, { selects: keys, edit });

const CASES = [
  // before, after, why
  ['{"text":"secret"}', '{"text":"*"}', "the plain case"],
  ['{ "text" :\t"a secret"\r\n }', '{ "text" :\t"a *"\r\n }', "white space stays"],
  ['{"id":"secret","text":"secret"}', '{"id":"secret","text":"*"}', "other keys stay"],
  ['{"n":1.0,"text":"secret","b":12345678901234567890,"e":1E+2}', null, "numbers stay"],
  ['{"2":1,"1":2,"text":"secret"}', null, "the order of keys stays"],
  ['{"text":"nothing \\u0041\\/ here"}', '{"text":"nothing \\u0041\\/ here"}', "escapes stay"],
  ['{"t\\u0065xt":"s\\u0065cret"}', '{"t\\u0065xt":"*"}', "escapes are read"],
  ['{"text":["secret",{"id":"secret"},["secret"]]}', '{"text":["*",{"id":"secret"},["*"]]}', "lists"],
  ['{"a":{"b":[{"content":"secret"}]},"c":"secret"}', '{"a":{"b":[{"content":"*"}]},"c":"secret"}', ""],
  ['{"text":"text","id":"x"}', '{"text":"text","id":"x"}', "a value that looks like a key"],
  ['{"text":{"x":1},"y":"secret"}', '{"text":{"x":1},"y":"secret"}', "a key that is left"],
  ['{"text":"\\"secret\\\\"}', '{"text":"\\"*\\\\"}', "quotes and backslashes"],
  ['{"text":"a","text":"secret"}', '{"text":"a","text":"*"}', "a key that comes twice"],
  ['"secret"', '"*"', "one string"],
  ['["secret"]', '["secret"]', "a list under no key"],
  ['{"body":"{\\"text\\":\\"secret\\"}"}', '{"body":"{\\"text\\":\\"*\\"}"}', "JSON within JSON"],
  ['{"__proto__":{"text":"secret"}}', '{"__proto__":{"text":"*"}}', "odd keys"],
  ["{}", "{}", "nothing"],
];

for (const [before, after, why] of CASES) {
  test(`JSON is edited in place: ${why || before}`, () => {
    assert.ok(isJson(before));
    assert.equal(edited(before), after ?? before.replace('"secret"', '"*"'));
  });
}

test("what is no JSON object, list or string is text", () => {
  for (const text of ["4111111111111111", "true", "null", "", "{", '{"a":1}x', "hello"])
    assert.equal(isJson(text), false, text);
});

test("a megabyte in one string, and ten thousand levels, pass", () => {
  const long = "\\\\".repeat(500_000);
  assert.equal(edited(`{"text":"${long} secret"}`), `{"text":"${long} *"}`);
  const deep = "[".repeat(5000) + "]".repeat(5000);
  assert.equal(edited(`{"a":${deep},"text":"secret"}`), `{"a":${deep},"text":"*"}`);
  let nested = '{"text":"secret"}';
  for (let i = 0; i < 10; ++i) nested = JSON.stringify({ body: nested });
  assert.ok(!edited(nested).includes("secret"), "deeper than it is read: as text");
});

test("paths name single strings", () => {
  const selects = selectorOf({ paths: ["messages[*].text", "[1].message", "*.note", "body.text"] });
  const by = (text, within) => editJson(text, { selects, edit }, within);
  for (const [before, after, within] of [
    ['{"messages":[{"text":"secret","id":"secret"}]}', '{"messages":[{"text":"*","id":"secret"}]}'],
    ['{"text":"secret"}', '{"text":"secret"}'],
    ['["secret",{"message":"secret"}]', '["secret",{"message":"*"}]'],
    ['[{"message":"secret"}]', '[{"message":"secret"}]'],
    ['{"note":"secret"}', '{"note":"*"}', ["part7"]],
    ['{"body":"{\\"text\\":\\"secret\\"}"}', '{"body":"{\\"text\\":\\"*\\"}"}'],
  ])
    assert.equal(by(before, within), after);
});

test("other strings can be looked at as well", () => {
  const seen = [];
  const other = (value) => (seen.push(value), value.toUpperCase());
  const text = '{"text":"secret","a":["b",{"c":"{}"}],"n":1}';
  assert.equal(editJson(text, { selects: keys, edit, other }), '{"text":"*","a":["B",{"c":"{}"}],"n":1}');
  assert.deepEqual(seen, ["b"]);
});
