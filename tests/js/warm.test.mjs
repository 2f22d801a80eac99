// Redactor.warm(), and what a gate does of it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";
import { warmInIdleMoments, warmOnTyping } from "../../js/dist/warm.js";

const MESSAGE = "my card is 4111 1111 1111 1111, mail ana@example.com";
let idle; // what waits for an idle moment
beforeEach(() => {
  idle = [];
  globalThis.requestIdleCallback = (work) => idle.push(work);
});
afterEach(() => delete globalThis.requestIdleCallback);

/** Has idle moments until nobody wants one; how many there were. */
function rest() {
  let moments = 0;
  for (let work; (work = idle.shift()) !== undefined; ++moments) work();
  return moments;
}

test("one sample for each idle moment, and then none", () => {
  const looked = [];
  warmInIdleMoments((text) => looked.push(text) > 0);
  assert.deepEqual(looked, [], "not at once");
  idle.shift()();
  assert.equal(looked.length, 1);
  rest();
  assert.ok(looked.length > 10);
  assert.equal(new Set(looked).size, looked.length);
  warmInIdleMoments(() => false);
  assert.equal(rest(), 1, "it ends when it is told to");
});

test("without idle moments, as in Safari, timers do", async () => {
  delete globalThis.requestIdleCallback;
  const looked = [];
  await new Promise((done) => warmInIdleMoments((text) => (looked.push(text) === 3 ? done() : true)));
  assert.equal(looked.length, 3);
});

test("a warm engine answers as a cold one, warms once, and not after its end", async () => {
  const [cold, warmed] = [await createRedactor(), await createRedactor()];
  warmed.warm();
  assert.ok(rest() > 10);
  warmed.warm();
  assert.equal(rest(), 0);
  assert.deepEqual(warmed.detect(MESSAGE), cold.detect(MESSAGE));
  assert.equal(warmed.detect(MESSAGE).length, 2);

  cold.warm();
  cold.dispose();
  assert.equal(rest(), 1, "it stops");
  assert.throws(() => cold.warm(), { code: "disposed" });
  warmed.dispose();
});

test("where nobody types, nothing waits, and no failure goes unheard", async () => {
  const failed = Promise.reject(new Error("no engine"));
  warmOnTyping(failed)(); // an unhandled rejection would fail this test
  await new Promise((done) => setTimeout(done));
  assert.equal(idle.length, 0);
});

test("a page warms it at the first key, and not before", async (t) => {
  const heard = new Map();
  globalThis.document = {};
  globalThis.addEventListener = (type, listener) => heard.set(type, listener);
  globalThis.removeEventListener = (type, listener) => heard.get(type) === listener && heard.delete(type);
  t.after(() => {
    for (const name of ["document", "addEventListener", "removeEventListener"]) delete globalThis[name];
  });
  let warmed = 0;
  const made = Promise.resolve({ warm: () => void ++warmed });
  warmOnTyping(made);
  await made;
  assert.equal(warmed, 0);
  heard.get("keydown")();
  await made;
  assert.equal(warmed, 1);
  assert.equal(heard.size, 0, "once");

  warmOnTyping(made)();
  assert.equal(heard.size, 0, "its listener goes with it");
  warmOnTyping(Promise.reject(new Error("no engine"))); // nobody is told twice
  heard.get("keydown")();
  await new Promise((done) => setTimeout(done));
  assert.equal(warmed, 1);
});
