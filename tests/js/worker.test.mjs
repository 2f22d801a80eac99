// blackbar/worker against js/dist/blackbar-worker.js, which runs in a thread of Node
// in place of a browser's Worker (tests/browser/csp_test.mjs has those).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Worker as Thread } from "node:worker_threads";
import { createRedactor } from "../../js/dist/index.js";
import { createWorkerRedactor } from "../../js/dist/worker/index.js";

const code = readFileSync(new URL("../../js/dist/blackbar-worker.js", import.meta.url), "utf8");
const TEXT = "mail ana@example.com, card 4111 1111 1111 1111";

/** As much of a Worker as the package uses. */
class Worker extends EventTarget {
  constructor(source = code) {
    super();
    const scope = `const { parentPort } = require("node:worker_threads");
      globalThis.postMessage = (answer) => parentPort.postMessage(answer);
      globalThis.addEventListener = (type, hear) => parentPort.on(type, (data) => hear({ data }));\n`;
    this.thread = new Thread(scope + source, { eval: true });
    this.thread.on("message", (data) => this.dispatchEvent(Object.assign(new Event("message"), { data })));
    this.thread.on("error", ({ message }) =>
      this.dispatchEvent(Object.assign(new Event("error"), { message })),
    );
    made.push(this.thread);
  }
  postMessage(call) {
    this.thread.postMessage(call);
  }
  terminate() {
    this.ended = true;
    void this.thread.terminate();
  }
}
const made = [];
after(() => Promise.all(made.map((thread) => thread.terminate())));

const start = (options = {}) => createWorkerRedactor({ worker: new Worker(), ...options });
const outcome = (promise) =>
  promise.then(() => "answered", (error) => `${error.code ?? error.name} ${error.where ?? ""}`.trim());

test("it answers what the redactor of the page answers", async () => {
  const [here, there] = [await createRedactor(), await start()];
  assert.deepEqual(await there.detect(TEXT), here.detect(TEXT));
  assert.deepEqual(await there.detect("123", { expects: ["CVV_NUMBER"] }), here.detect("123", { expects: ["CVV_NUMBER"] }));
  assert.deepEqual(await there.redact(TEXT), here.redact(TEXT));
  const payload = [{ messages: [{ content: TEXT, id: 7 }] }, { keys: ["content"] }];
  assert.deepEqual(await there.redactJson(...payload), here.redactJson(...payload));
  assert.deepEqual(await there.redact("\uD83D ana@example.com"), here.redact("\uD83D ana@example.com"));
  assert.equal(there.version, here.version);
  assert.deepEqual(there.entities, here.entities);
  await there.dispose();
});

test("a conversation lives there: tokens, values and the person's rights", async () => {
  const redactor = await start({ policy: "pci-chat", countries: ["US"] });
  const chat = await redactor.openConversation({ id: "7", knownValues: { PERSON: ["Ana Garcia"] } });
  const { text, findings } = await chat.redact("Ana Garcia, ana@example.com");
  assert.match(text, /^\(PERSON_1_\w{4}\), \(EMAIL_1_\w{4}\)$/);
  const token = findings[1].replacement;
  assert.equal(await chat.restore(`to ${token}`), "to ana@example.com");
  assert.equal(await chat.restore(`"${token}"`, { entities: ["PERSON"] }), `"${token}"`);
  assert.equal((await chat.entries()).length, 2);
  assert.equal(await chat.correct(token, "ben@example.org"), true);
  assert.equal((await chat.export()).entries[1].value, "ben@example.org");
  const again = await redactor.openConversation({ saved: await chat.save() });
  assert.equal(await again.restore(token), "ben@example.org");
  assert.equal(await chat.forget(token), true);
  assert.equal(await chat.restore(token), token);
  assert.equal(chat.id, "7");
  await chat.close();
  await chat.close();
  assert.equal(await outcome(chat.redact(TEXT)), "disposed");
  assert.equal(await again.restore(token), "ben@example.org");
  await redactor.dispose();
  await again.close();
});

test("many calls at once are answered in the order of the calls", async () => {
  const redactor = await start();
  const chat = await redactor.openConversation();
  const order = [];
  const calls = Array.from({ length: 200 }, (_, i) =>
    chat.redact(`u${i}@example.com ${i % 20 === 0 ? "x ".repeat(50_000) : ""}`).then(({ findings }) => {
      order.push(i);
      return findings[0].replacement;
    }),
  );
  const tokens = await Promise.all(calls);
  assert.deepEqual(order, tokens.map((_, i) => i));
  tokens.forEach((token, i) => assert.match(token, new RegExp(`^\\(EMAIL_${i + 1}_`)));
  await redactor.dispose();
});

test("errors cross as what they are", async () => {
  assert.equal(await outcome(start({ policy: { operator: "nothing" } })), "unknown-operator $.operator");
  assert.equal(await outcome(start({ policy: { rules: [{ entity: "X", pattern: "(" }] } })), "bad-pattern $.rules[0].pattern");
  assert.equal(await outcome(start({ countries: ["Germany"] })), "unknown-country options.countries[0]");
  assert.equal(await outcome(start({ engine: 1 })), "unknown-key options.engine");
  assert.equal(await outcome(start({ policy: { entities: () => {} } })), "wrong-type options");
  assert.equal(await outcome(start({ timeout: 0 })), "out-of-range options.timeout");
  assert.equal(await outcome(createWorkerRedactor({ worker: 7 })), "wrong-type options.worker");
  // Node has no Worker of a page.
  assert.equal(await outcome(createWorkerRedactor({ worker: "/blackbar-worker.js" })), "worker-failed options.worker");
  const redactor = await start();
  assert.equal(await outcome(redactor.detect(7)), "TypeError");
  assert.equal(await outcome(redactor.detect(TEXT, { expects: "CVV" })), "wrong-type options.expects");
  assert.equal(await outcome(redactor.openConversation({ ttl: -1 })), "out-of-range options.ttl");
  assert.equal(await outcome(redactor.openConversation(null)), "wrong-type options");
  const error = await redactor.redact(TEXT, { override: { EMAIL_ADDRESS: "nothing" } }).catch((error) => error);
  const here = await createRedactor();
  assert.throws(() => here.redact(TEXT, { override: { EMAIL_ADDRESS: "nothing" } }), { ...error, message: error.message });
  assert.equal((await redactor.detect(TEXT)).length, 2, "and it goes on");
  await redactor.dispose();
});

test("dispose ends the worker, and what waits is refused", async () => {
  const worker = new Worker();
  const redactor = await createWorkerRedactor({ worker });
  const waiting = [redactor.redact(TEXT), redactor.detect("x ".repeat(1_000_000))];
  await redactor.dispose();
  await redactor.dispose();
  assert.deepEqual(await Promise.all(waiting.map(outcome)), ["disposed", "disposed"]);
  assert.equal(await outcome(redactor.redact(TEXT)), "disposed");
  assert.equal(worker.ended, true);
});

test("a worker that dies refuses what waits and whatever comes", async () => {
  const worker = new Worker(`${code}
    parentPort.on("message", ({ with: [text] }) => { if (text === "die") throw new Error("no memory"); });`);
  const redactor = await createWorkerRedactor({ worker });
  const chat = await redactor.openConversation();
  const waiting = [redactor.redact("die"), chat.redact(TEXT), chat.restore("(EMAIL_1)")];
  // The first was answered before it died.
  assert.deepEqual((await Promise.all(waiting.map(outcome))).slice(1), Array(2).fill("worker-failed options.worker"));
  assert.equal(await outcome(chat.redact(TEXT)), "worker-failed options.worker");
  assert.equal(await outcome(redactor.openConversation()), "worker-failed options.worker");
  await chat.close();
  assert.equal(worker.ended, true);
});

const OTHERS = [
  ["an empty file", ""],
  ["a truncated file", code.slice(0, code.length / 2)],
  ["another script", 'addEventListener("message", () => postMessage("hello"))'],
  ["a script that answers null", 'addEventListener("message", () => postMessage(null))'],
  ["an older version", 'addEventListener("message", ({ data }) => postMessage({ id: data.id, value: { protocol: 0 } }))'],
  ["one that answers nothing of use", 'addEventListener("message", ({ data }) => postMessage({ id: data.id }))'],
];
for (const [what, source] of OTHERS)
  test(`${what} in place of blackbar-worker.js is an error`, async () => {
    const worker = new Worker(source);
    assert.equal(await outcome(createWorkerRedactor({ worker, timeout: 1000 })), "worker-failed options.worker");
    assert.equal(worker.ended, true);
  });

test("an engine that stops in the middle is not asked again", async () => {
  // Answers "fail" as the engine does when WebAssembly traps.
  const worker = new Worker(`${code}
    const send = postMessage;
    postMessage = ({ id, value }) =>
      send(value?.text === "fail" ? { id, fault: { where: "", name: "RuntimeError", message: "unreachable" } } : { id, value });`);
  const redactor = await createWorkerRedactor({ worker });
  const waiting = ["fail", TEXT].map((text) => redactor.redact(text));
  assert.deepEqual(await Promise.all(waiting.map(outcome)), Array(2).fill("worker-failed options.worker"));
  assert.equal(worker.ended, true);
});
