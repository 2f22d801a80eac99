// What the package promises to whoever imports it; js/src/index.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BlackbarError, createRedactor, ENTITIES } from "../../js/dist/index.js";

const redactor = await createRedactor();
const TEXT = "mail ana@example.com, card 4111 1111 1111 1111";

test("a finding says where, what and why", () => {
  const findings = redactor.detect(TEXT);
  assert.deepEqual(
    findings.map((finding) => [finding.entity, TEXT.slice(finding.start, finding.end)]),
    [
      ["EMAIL_ADDRESS", "ana@example.com"],
      ["CREDIT_CARD", "4111 1111 1111 1111"],
    ],
  );
  for (const { rule, score, risk, reasons } of findings) {
    assert.equal(typeof rule, "string");
    assert.ok(score >= 0.5 && score <= 1);
    assert.ok(["critical", "high", "medium"].includes(risk));
    assert.ok(reasons.length > 0);
    for (const { kind, detail, weight } of reasons) {
      assert.ok(["pattern", "check", "context", "contradiction", "denied"].includes(kind));
      assert.ok(detail.length > 0);
      assert.equal(typeof weight, "number");
    }
  }
});

test("a redaction says what took the place, and where it stands", () => {
  const { text, findings, action } = redactor.redact(TEXT);
  assert.equal(action, "pass");
  assert.equal(findings.length, 2);
  let rebuilt = "";
  let copied = 0;
  for (const { start, end, replacement, outStart, outEnd, operator } of findings) {
    assert.equal(operator, "token");
    assert.equal(text.slice(outStart, outEnd), replacement);
    rebuilt += TEXT.slice(copied, start) + replacement;
    copied = end;
  }
  assert.equal(text, rebuilt + TEXT.slice(copied));
  assert.ok(!text.includes("ana@example.com") && !text.includes("4111"));
});

test("redact without a conversation remembers nothing", () => {
  const first = redactor.redact("ana@example.com").text;
  assert.equal(redactor.redact("ben@example.org").text, first);
});

test("entities and version are there to be shown", () => {
  assert.deepEqual([...redactor.entities], [...ENTITIES]);
  assert.ok(Object.isFrozen(redactor.entities));
  assert.match(redactor.version, /^\d+\.\d+\.\d+\+[0-9a-f]+$/);
});

test("presets, policies and countries choose what happens", async () => {
  const quiet = await createRedactor({ policy: "detect-only" });
  assert.equal(quiet.redact(TEXT).text, TEXT);
  assert.equal(quiet.redact(TEXT).findings.length, 2);
  const cards = await createRedactor({ policy: "pci-chat" });
  assert.match(cards.redact(TEXT).text, /\*{4} \*{4} \*{4} 1111$/);
  const own = await createRedactor({
    policy: { rules: [{ entity: "LOYALTY_ID", pattern: "LX\\d{9}" }] },
  });
  assert.equal(own.detect("my LX123456789")[0]?.entity, "LOYALTY_ID");
  const spanish = await createRedactor({ countries: ["ES"] });
  assert.ok(spanish.entities.includes("ES_NIF") && !spanish.entities.includes("US_SSN"));
  for (const made of [quiet, cards, own, spanish]) made.dispose();
});

test("what is no string is a TypeError, not a conversion", () => {
  const chat = redactor.openConversation();
  for (const wrong of [undefined, null, 7, {}, ["a"], new String("a")]) {
    assert.throws(() => redactor.detect(wrong), TypeError);
    assert.throws(() => redactor.redact(wrong), TypeError);
    assert.throws(() => chat.redact(wrong), TypeError);
    assert.throws(() => chat.restore(wrong), TypeError);
  }
  chat.close();
});

test("what was disposed says so, and only so", async () => {
  const disposed = (error) => error instanceof BlackbarError && error.code === "disposed";
  const short = await createRedactor();
  const closed = short.openConversation();
  const open = short.openConversation();
  closed.close();
  closed.close();
  assert.throws(() => closed.redact("a"), disposed);
  assert.throws(() => closed.restore("a"), disposed);
  assert.equal(open.redact("a").text, "a");
  short.dispose();
  short.dispose();
  assert.throws(() => short.detect("a"), disposed);
  assert.throws(() => short.redact("a"), disposed);
  assert.throws(() => short.openConversation(), disposed);
  assert.throws(() => open.restore("a"), disposed, "dispose() closes what is open");
  assert.equal(redactor.detect(TEXT).length, 2, "the module is shared, the engine is not");
});

test("`using` works where there is Symbol.dispose", async () => {
  const short = await createRedactor();
  if (typeof Symbol.dispose !== "symbol") {
    assert.ok(!("undefined" in short));
    return short.dispose();
  }
  const chat = short.openConversation({ id: "7" });
  assert.equal(chat.id, "7");
  chat[Symbol.dispose]();
  assert.throws(() => chat.redact("a"), { code: "disposed" });
  short[Symbol.dispose]();
  assert.throws(() => short.detect("a"), { code: "disposed" });
});
