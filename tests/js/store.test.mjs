// blackbar/store: conversations that outlive a page; and that nothing outlives them in
// the engine's memory.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";
import { deleteConversation, loadConversation, newKey, saveConversation, webStore } from "../../js/dist/store.js";

globalThis.crypto ??= webcrypto; // Node 18

const EMAIL = "ana.lopez@example.com";

/** As sessionStorage is used. */
function storage() {
  const kept = new Map();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
  };
}

test("a conversation is sealed, loaded and deleted", async () => {
  const redactor = await createRedactor();
  const key = await newKey();
  assert.equal(key.extractable, false);
  const session = storage();
  const store = webStore(session);
  const chat = redactor.openConversation({ id: "7" });
  const token = chat.redact(EMAIL).findings[0].replacement;
  await saveConversation(chat, store, key);
  chat.close();
  assert.ok(![...session.kept.values()].join().includes("ana"));

  const again = await loadConversation(redactor, { id: "7" }, store, key);
  assert.equal(again.id, "7");
  assert.equal(again.restore(token), EMAIL);
  again.close();

  assert.equal(await loadConversation(redactor, { id: "8" }, store, key), undefined);
  const refused = { code: "not-opened" };
  await assert.rejects(loadConversation(redactor, { id: "7" }, store, await newKey()), refused);
  session.kept.set("blackbar:8", session.kept.get("blackbar:7")); // moved to another id
  await assert.rejects(loadConversation(redactor, { id: "8" }, store, key), refused);
  const sealed = session.kept.get("blackbar:7");
  session.kept.set("blackbar:7", `${sealed.slice(0, 30)}${sealed[30] === "A" ? "B" : "A"}${sealed.slice(31)}`);
  await assert.rejects(loadConversation(redactor, { id: "7" }, store, key), refused);
  session.kept.set("blackbar:7", "x");
  await assert.rejects(loadConversation(redactor, { id: "7" }, store, key), refused);
  await deleteConversation("7", store);
  assert.equal(await loadConversation(redactor, { id: "7" }, store, key), undefined);
  const nameless = redactor.openConversation();
  await assert.rejects(saveConversation(nameless, store, key), { code: "out-of-range" });
  redactor.dispose();
});

/** Takes hold of the memory of every module that is made from now on. */
function watchMemory() {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    const { exports } = made.instance ?? made;
    // Node has modules of its own.
    if ("blackbar_detect" in exports) memories.push(exports.memory);
    return made;
  };
  return { memories, stop: () => void (WebAssembly.instantiate = instantiate) };
}

test("after forget and close no copy of a value is in the wasm's memory", async () => {
  const { memories, stop } = watchMemory();
  // A source of its own, so that a module of its own is made.
  const { readFile } = await import("node:fs/promises");
  const bytes = await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url));
  const redactor = await createRedactor({ wasm: bytes });
  stop();
  assert.equal(memories.length, 1);
  const values = ["zq.kvorn@example.com", "+1 212 555 0187", "4539 0000 1234 5676", "Vexqulo Zwanbrik", "xk7@ex.org"];
  const pieces = values.flatMap((value) => {
    const plain = value.replace(/[^\w]/g, "").toLowerCase();
    return [value, value.toLowerCase(), plain].filter((one) => one.length >= 8);
  });
  const hits = () => {
    const memory = Buffer.from(memories[0].buffer);
    return pieces.filter((piece) => memory.includes(piece));
  };
  const use = async (chat) => {
    for (const value of values) chat.redact(`my name is Vexqulo Zwanbrik, write to ${value}, or call ${value}`);
    const all = chat.redact(values.join(", ")).text;
    chat.restore(all);
    const stream = chat.redactStream();
    const writer = stream.writable.getWriter();
    const read = stream.readable.getReader();
    void writer.write(values.join(" and ")).then(() => writer.close());
    while (!(await read.read()).done);
    chat.correct(chat.entries()[0].token, "zq.kvorn@example.com");
    chat.save();
  };
  const chat = redactor.openConversation({ knownValues: { PERSON: ["Vexqulo Zwanbrik"] } });
  await use(chat);
  assert.ok(hits().length > 0, "the scan sees what is there");
  chat.close();
  console.log(`${hits().length} of ${pieces.length} after close`);
  assert.deepEqual(hits(), []);

  const other = redactor.openConversation();
  await use(other);
  const { token } = other.entries().find(({ value }) => value.includes("212"));
  other.forget(token);
  assert.ok(!hits().some((piece) => piece.includes("212")), "one forgotten");
  other.forget();
  console.log(`${hits().length} of ${pieces.length} after forget`);
  assert.deepEqual(hits(), []);
  other.close();
  redactor.dispose();
});
