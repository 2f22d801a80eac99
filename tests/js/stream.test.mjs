// Texts in pieces, as js/src/stream.ts and events.ts give them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";

const redactor = await createRedactor();
const EMAIL = "ana@example.com";
const file = new URL("../accuracy/messages.jsonl", import.meta.url);
const MESSAGES = readFileSync(file, "utf8").trim().split("\n").slice(0, 200)
  .map((line) => JSON.parse(line).text.replace(/\{\{[A-Z_]+:(.*?)\}\}/g, "$1"));

/** What comes out of a stream for these pieces, piece by piece. */
async function through(stream, pieces) {
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (const piece of pieces) await writer.write(piece);
    await writer.close();
  })();
  const out = [];
  for (const reader = stream.readable.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    out.push(value);
  }
  await writing;
  return out;
}

let seed = 1;
function cut(text) {
  const pieces = [];
  for (let at = 0; at < text.length; ) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // any generator does
    const size = 1 + ((seed >>> 8) % (1 + (text.length >> 2)));
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

test("however a text is cut, what comes out is what the whole gives, both ways", async () => {
  for (const text of MESSAGES) {
    const whole = redactor.openConversation({ tag: false });
    const chat = redactor.openConversation({ tag: false });
    const redacted = whole.redact(text).text;
    const out = (await through(chat.redactStream(), cut(text))).join("");
    assert.equal(out, redacted);
    const back = (await through(chat.restoreStream(), cut(out))).join("");
    assert.equal(back, whole.restore(redacted));
    whole.close();
    chat.close();
  }
});

test("a pair of surrogates may be cut, and a lone one counts as U+FFFD", async () => {
  const chat = redactor.openConversation();
  const pieces = ["a\uD83D", "\uDE00b ", "\uD83D", "c", "\uD83D"];
  const out = await through(chat.restoreStream(), pieces);
  assert.equal(out.join(""), "a\u{1F600}b \uFFFDc\uFFFD");
  assert.equal((await through(chat.redactStream(), pieces)).join(""), out.join(""));
  chat.close();
});

test("the first restored character comes before the reply ends", async () => {
  const chat = redactor.openConversation();
  const token = chat.redact(EMAIL).findings[0].replacement;
  const pieces = ["We wrote to ", token.slice(0, 4), token.slice(4), ", you will", " hear from us."];
  const out = await through(chat.restoreStream(), pieces);
  const first = out.findIndex((piece) => piece.includes("ana"));
  console.log(`restored in piece ${first + 1} of ${out.length}`);
  assert.ok(first >= 0 && first < out.length - 1);
  assert.equal(out.join(""), `We wrote to ${EMAIL}, you will hear from us.`);
  chat.close();
});

test("a long text goes out while it comes in", async () => {
  const chat = redactor.openConversation();
  const text = `${MESSAGES.join("\n\n")}\n`;
  const out = await through(chat.redactStream(), cut(text.repeat(3)));
  assert.ok(out.length > 5);
  chat.close();
});

test("a stream of a closed conversation says so", async () => {
  const chat = redactor.openConversation();
  const open = chat.redactStream();
  chat.close();
  assert.throws(() => chat.redactStream(), { code: "disposed" });
  const writer = open.writable.getWriter();
  writer.closed.catch(() => {});
  const read = open.readable.getReader().read(); // what the write waits for
  await assert.rejects(Promise.all([writer.write("x"), read]), { code: "disposed" });
});

const delta = (content, index = 0) =>
  `data: ${JSON.stringify({ id: "c-1", n: 1.5, choices: [{ index, delta: { content } }] })}\n\n`;

test("a reply cut over server-sent events is restored, all else stays", async () => {
  const chat = redactor.openConversation();
  const token = chat.redact(EMAIL).findings[0].replacement;
  const contents = ["We wrote to ", token.slice(0, 3), token.slice(3, 9), token.slice(9), ". Bye", "!"];
  const end = 'data: {"id":"c-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
  const text = `: hello\n\n${contents.map((content) => delta(content)).join("")}${end}`;
  for (const pieces of [[text], cut(text), [...text]]) {
    const out = (await through(chat.restoreEvents(), pieces)).join("");
    const got = out.split("\n\n").filter((block) => block.startsWith("data: {"))
      .map((block) => JSON.parse(block.slice(6)));
    assert.equal(got.map(({ choices }) => choices[0].delta.content ?? "").join(""), `We wrote to ${EMAIL}. Bye!`);
    assert.ok(got.every(({ id }) => id === "c-1"));
    assert.ok(out.startsWith(": hello\n\n") && out.endsWith(end));
  }
  chat.close();
});

test("what is held back comes before a reply's last event", async () => {
  const chat = redactor.openConversation();
  const token = chat.redact(EMAIL).findings[0].replacement;
  const text = `${delta(`Bye, ${token}`)}data: [DONE]\n\n`;
  const out = (await through(chat.restoreEvents(), [text])).join("");
  assert.equal([...out.matchAll(/"content":"(.*?)"/g)].map(([, content]) => content).join(""), `Bye, ${EMAIL}`);
  assert.ok(out.endsWith("data: [DONE]\n\n"));
  const plain = (await through(chat.restoreEvents(), [`event: x\ndata: to ${token}\n\n`])).join("");
  assert.ok(plain.includes(EMAIL));
  chat.close();
});

test("chosen strings of a payload are redacted, all else stays", () => {
  const chat = redactor.openConversation({ tag: false });
  const value = {
    id: "4111111111111111", n: 12345678.5, big: 1e21, none: null, yes: true,
    messages: [{ role: "user", content: `I am ${EMAIL}` }, { role: "user", content: ["x", EMAIL] }],
    meta: { content: { note: EMAIL } },
  };
  const before = structuredClone(value);
  const byKeys = chat.redactJson(value, { keys: ["content"] });
  assert.deepEqual(value, before);
  assert.deepEqual(byKeys.value, {
    ...before,
    messages: [{ role: "user", content: "I am (EMAIL_1)" }, { role: "user", content: ["x", "(EMAIL_1)"] }],
  });
  assert.deepEqual(Object.keys(byKeys.value), Object.keys(before));
  assert.deepEqual(byKeys.findings.map(({ path }) => path), ["$.messages[0].content", "$.messages[1].content[1]"]);
  const byPaths = chat.redactJson(value, { paths: ["messages[*].content", "$.meta['content'].note"] });
  assert.equal(byPaths.value.messages[0].content, "I am (EMAIL_1)");
  assert.deepEqual(byPaths.value.messages[1].content, ["x", EMAIL]);
  assert.equal(byPaths.value.meta.content.note, "(EMAIL_1)");
  for (const wrong of [{}, { keys: [], paths: [] }, { keys: "x" }, { paths: ["a[["] }, { key: [] }])
    assert.throws(() => chat.redactJson(value, wrong), { name: "BlackbarError" });
  const once = redactor.redactJson([{ text: EMAIL, id: EMAIL }], { keys: ["text"] });
  assert.deepEqual(once.value, [{ text: "(EMAIL_1)", id: EMAIL }]);
  const circle = {};
  circle.a = circle;
  assert.throws(() => chat.redactJson(circle, { keys: ["a"] }), { code: "out-of-range" });
  chat.close();
});
