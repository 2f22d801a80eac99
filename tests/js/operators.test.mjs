// The words of js/src/types.ts are those of the engine's own tables, and every operator
// does here what it does natively: both tests read tests/anonymize/operators.jsonl.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRedactor, OPERATORS, PRESETS } from "../../js/dist/index.js";

/** "no such operator; there are keep, label" -> ["keep", "label"] */
async function listed(policy) {
  const error = await createRedactor({ policy }).catch((refused) => refused);
  return error.message.split("there are ")[1].split(", ").sort();
}

test("OPERATORS is the engine's table", async () => {
  assert.deepEqual(await listed({ operator: "?" }), [...OPERATORS].sort());
});

test("PRESETS is the engine's table", async () => {
  assert.deepEqual(await listed("?"), [...PRESETS].sort());
});

test("the schema of policies knows the same words and keys", async () => {
  const file = new URL("../../js/dist/policy.schema.json", import.meta.url);
  const { properties, $defs } = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual($defs.operator.enum, [...OPERATORS].sort());
  assert.deepEqual($defs.preset.enum, [...PRESETS].sort());
  assert.deepEqual(await listed({ "?": 1 }), Object.keys(properties).sort());
  const rule = Object.keys(properties.rules.items.properties).sort();
  assert.deepEqual(await listed({ rules: [{ "?": 1 }] }), rule);
  const own = Object.keys($defs.entityPolicy.properties).sort();
  assert.deepEqual(await listed({ entities: { URL: { "?": 1 } } }), own);
});

test("the schema locks what the engine locks", async () => {
  const file = new URL("../../js/dist/policy.schema.json", import.meta.url);
  const { properties, $defs } = JSON.parse(readFileSync(file, "utf8"));
  const { operator, floor } = $defs.lockedPolicy.properties;
  const { CREDIT_CARD, ...locked } = properties.entities.properties;
  for (const entity of Object.keys(locked)) {
    assert.equal(locked[entity].$ref, "#/$defs/lockedPolicy");
    const token = { operator: "token" };
    assert.deepEqual(await listed({ entities: { [entity]: token } }), operator.enum);
    assert.deepEqual(await listed({ entities: { [entity]: { floor: "token" } } }), floor.enum);
    const where = `$.entities.${entity}.operator`;
    await assert.rejects(createRedactor({ policy: { entities: { [entity]: token } } }), {
      code: "forbidden",
      where,
    });
  }
  assert.equal(CREDIT_CARD.$ref, "#/$defs/cardPolicy");
  for (const [key, { maximum }] of Object.entries($defs.cardPolicy.properties)) {
    const own = (count) => ({ entities: { CREDIT_CARD: { operator: "mask", [key]: count } } });
    (await createRedactor({ policy: own(maximum) })).dispose();
    await assert.rejects(createRedactor({ policy: own(maximum + 1) }), {
      code: "out-of-range",
      where: `$.entities.CREDIT_CARD.${key}`,
    });
  }
});

// --- Golden vectors ------------------------------------------------------------

const rows = readFileSync(new URL("../anonymize/operators.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line));

/** Rows that one policy can hold. */
const groups = new Map();
for (const row of rows) {
  const { operator, keepFirst, keepLast, shape } = row;
  const key = [operator, keepFirst, keepLast, shape].filter((part) => part !== undefined).join(" ");
  groups.set(key, [...(groups.get(key) ?? []), row]);
}

const recipients = JSON.parse(readFileSync(new URL("../anonymize/recipients.json", import.meta.url), "utf8"));
const KEYED = { encrypt: "secret", encrypt_deterministic: "secret", fpe: "secret", pseudonym: "secret", seal: "public" };

function redactorFor(group) {
  const values = {};
  const entities = {};
  for (const { entity, value, operator, keepFirst, keepLast, shape } of group) {
    (values[entity] ??= []).push(value);
    entities[entity] = { operator, ...(keepFirst && { keepFirst }), ...(keepLast && { keepLast }), ...(shape && { shape }), ...(KEYED[operator] && { recipient: KEYED[operator] }) };
  }
  return createRedactor({ policy: { threshold: 1, deny: { values }, recipients, entities } });
}

const ACTIONS = { ask: "ask", block: "block" };
const COMES_BACK = ["token", "surrogate", "keep", "ask", ...Object.keys(KEYED)];

for (const [name, group] of groups) {
  test(`golden vectors: ${name}`, async () => {
    const redactor = await redactorFor(group);
    for (const { operator, value, out, like } of group) {
      const chat = redactor.openConversation();
      const done = chat.redact(`- ${value} -`);
      const replaced = done.text.slice(2, -2);
      if (like === undefined) assert.equal(replaced, out, value);
      else assert.match(replaced, new RegExp(like), value);
      assert.equal(done.action, ACTIONS[operator] ?? "pass");
      assert.equal(chat.redact(`- ${value} -`).text, done.text, "the same value, the same again");
      assert.equal(chat.redact(done.text).text, done.text, "twice is once");
      if (COMES_BACK.includes(operator) && !out.startsWith("[")) assert.equal(chat.restore(done.text), `- ${value} -`);
      chat.close();
    }
    redactor.dispose();
  });
}

test("a hash is one conversation's own", async () => {
  const redactor = await createRedactor({ policy: { operator: "hash" } });
  const hashes = [1, 2, 3].map(() => {
    const chat = redactor.openConversation();
    const { text } = chat.redact("ana@example.com");
    assert.match(text, /^\[EMAIL:[0-9a-f]{16}\]$/);
    assert.equal(chat.restore(text), text, "nothing comes back");
    chat.close();
    return text;
  });
  assert.equal(new Set(hashes).size, 3);
  redactor.dispose();
});
