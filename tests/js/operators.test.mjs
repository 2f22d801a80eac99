// The words of js/src/types.ts are those of the engine's own tables.
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
