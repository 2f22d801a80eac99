// The words of js/src/types.ts are those of the engine's own tables.
import assert from "node:assert/strict";
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
