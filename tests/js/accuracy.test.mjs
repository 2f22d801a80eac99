// 300 chat messages of our own: what is personal goes, what is not stays. How
// they are measured, and the same for labelled data of others: tests/accuracy/run.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as messages from "../accuracy/messages.mjs";
import { builtPackage } from "../accuracy/subjects.mjs";

const WORST = 20; // listed when a limit is passed

test("the marks are read: values without their braces, at their places", () => {
  const { text, spans } = messages.unmark("a {{PASSWORD:b<>c}} d {{CVV_NUMBER:123}}");
  assert.equal(text, "a bc d 123");
  assert.deepEqual(spans, [
    { start: 2, end: 4, entity: "PASSWORD" },
    { start: 7, end: 10, entity: "CVV_NUMBER" },
  ]);
});

test("characters are counted once, however many findings cover them", async () => {
  const message = { locale: "en-US", ...messages.unmark("pin {{PIN:1234}} ok") };
  const findings = [
    { start: 3, end: 6 },
    { start: 4, end: 6 },
    { start: 9, end: 11, kept: true }, // found, and left as it is
  ];
  const subject = { find: async () => [findings] };
  const { personal, leaked, clean, destroyed } = await messages.measureMessages(subject, [message]);
  assert.deepEqual({ personal, leaked, clean, destroyed }, { personal: 4, leaked: 2, clean: 7, destroyed: 1 });
});

test("of our messages at most 3 % of what is personal leaves, 0.5 % of the rest is lost", async (t) => {
  const all = messages.readMessages();
  assert.equal(all.length, 300);
  assert.equal(all.filter(({ spans }) => spans.length === 0).length, 100);
  assert.ok(all.every(({ text }) => !/\{\{|\}\}/.test(text)));

  const { personal, leaked, clean, destroyed, worst } = await messages.measureMessages(await builtPackage(), all);
  const [leak, loss] = [leaked / personal, destroyed / clean];
  const said = `${(100 * leak).toFixed(2)} % leaked, ${(100 * loss).toFixed(2)} % destroyed`;
  t.diagnostic(said);
  const list = worst.slice(0, WORST).map(messages.describe).join("\n");
  assert.ok(leak <= messages.MOST_LEAKED && loss <= messages.MOST_DESTROYED, `${said}\n${list}`);
});
