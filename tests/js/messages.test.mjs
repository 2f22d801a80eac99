// The golden messages of tests/messages, which the native engine answered: wasm
// must agree, once its UTF-16 offsets are counted in bytes again.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";

const file = (name) => new URL(`../messages/${name}.jsonl`, import.meta.url);
const lines = (name) =>
  readFileSync(file(name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const ready = existsSync(file("messages")) && existsSync(file("expected"));
const skip = ready ? false : "tests/messages/expected.jsonl IS NOT THERE: run the native tests";

test("wasm answers the golden messages as native does", { skip }, async (t) => {
  const expected = new Map(lines("expected").map((line) => [line.name, line]));
  const messages = lines("messages");
  for (const { name, policy, text, countries = [] } of messages) {
    const redactor = await createRedactor({ policy, countries });
    const got = redactor.redact(text);
    const bytes = (source, units) => Buffer.byteLength(source.slice(0, units));
    const findings = got.findings.map((finding) => ({
      entity: finding.entity,
      rule: finding.rule,
      start: bytes(text, finding.start),
      end: bytes(text, finding.end),
      score: finding.score,
      operator: finding.operator,
      replacement: finding.replacement,
      outStart: bytes(got.text, finding.outStart),
      outEnd: bytes(got.text, finding.outEnd),
    }));
    const golden = expected.get(name);
    // The golden file has three decimals, the package four.
    golden.findings.forEach((finding, i) => {
      const found = findings[i];
      if (found !== undefined && Math.abs(found.score - finding.score) <= 0.00051)
        found.score = finding.score;
    });
    assert.deepEqual({ name, text: got.text, findings }, golden, name);
    redactor.dispose();
  }
  t.diagnostic(`${messages.length} messages agree`);
});
