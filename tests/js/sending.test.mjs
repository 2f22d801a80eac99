// What adapters share, without a browser: the way through a conversation that may
// not be there yet, files beside a message, and two adapters that need no page.
import assert from "node:assert/strict";
import { File } from "node:buffer";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";
import { Outbox, replace } from "../../js/dist/sending/outbox.js";
import { editFile, editPayload } from "../../js/dist/sending/upload.js";
import { attach as attachAi, guardTransport } from "../../js/dist/adapters/ai.js";
import { attach as attachKit } from "../../js/dist/adapters/react-chatbot-kit.js";
import { fakeBrowser, settle } from "./browser.mjs";

const EMAIL = "ana@example.com";
globalThis.File ??= File; // Node 18
const page = fakeBrowser(globalThis);
const redactor = await createRedactor();
const open = () => redactor.openConversation();
const events = () => page.events.splice(0).map(({ type, detail }) => [type, detail.code ?? detail.findings.length]);

/** Later than its test begins, or Node takes it for nobody's. */
const rejected = (error) => {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
};

test("messages wait for the engine and leave in their order", async () => {
  let opened;
  const outbox = new Outbox(new Promise((resolve) => (opened = resolve)), "test");
  const sent = [];
  const slow = (edit) => new Promise((resolve) => setTimeout(() => resolve(edit(`slow ${EMAIL}`)), 10));
  const first = outbox.pass(slow, (text) => sent.push(text));
  const second = outbox.pass((edit) => edit("second"), (text) => sent.push(text));
  await settle();
  assert.deepEqual(sent, []);
  assert.equal(outbox.restore("as it is"), "as it is");
  opened(open());
  await Promise.all([first, second]);
  assert.match(sent[0], /^slow \(EMAIL_1_\w{4}\)$/);
  assert.equal(sent[1], "second");
  assert.deepEqual(events(), [["blackbar:redacted", 1], ["blackbar:redacted", 0]]);
});

test("with an engine that is there a message leaves at once", () => {
  const outbox = new Outbox(open(), "test");
  assert.match(outbox.pass((edit) => edit(EMAIL), (text) => text), /^\(EMAIL_1_\w{4}\)$/);
  events();
});

test("what was redacted before stays so, and no name comes back out of it", () => {
  const chat = open();
  const outbox = new Outbox(chat, "test");
  const edit = (text) => outbox.pass((change) => change(text), (masked) => masked);
  const first = edit(`my name is Ana Lopez, ${EMAIL}`);
  assert.doesNotMatch(first, /Ana|ana@/);
  assert.equal(edit(first), first);
  // Nothing near it would give the name away again.
  const [name] = /\(PERSON_1_\w{4}\)/.exec(first);
  assert.equal(edit(`${name} bought two lamps`), `${name} bought two lamps`);
  assert.match(edit(`${name} wrote to bo@example.com`), /^\(PERSON_1_\w{4}\) wrote to \(EMAIL_2_\w{4}\)$/);
  events();
});

test("without an engine, or where the policy blocks, nothing is sent", async () => {
  const { BlackbarError } = await import("../../js/dist/index.js");
  const blocking = await createRedactor({ policy: { entities: { EMAIL_ADDRESS: { operator: "block" } } } });
  const cases = [
    [rejected(new BlackbarError("wasm-blocked", "", "no")), "wasm-blocked"],
    [rejected(new Error("no")), "not-ready"],
    [{ ready: Promise.resolve() }, "not-ready"], // a gate without a conversation
    [blocking.openConversation(), "blocked"],
  ];
  for (const [source, code] of cases) {
    const outbox = new Outbox(source, "test");
    let sent = 0;
    await assert.rejects(async () => outbox.pass((edit) => edit(EMAIL), () => ++sent), { code });
    outbox.passQuietly((edit) => edit(EMAIL), () => ++sent);
    await settle();
    assert.equal(sent, 0);
    assert.deepEqual(events(), [["blackbar:blocked", code], ["blackbar:blocked", code]]);
  }
});

test("a gate's own conversation is taken", async () => {
  const conversation = open();
  const outbox = new Outbox({ ready: Promise.resolve(), conversation }, "test");
  const token = outbox.pass((edit) => edit(EMAIL), (text) => text);
  assert.equal(conversation.restore(token), EMAIL);
  events();
});

test("what was redacted is redacted the same again, with more beside it", () => {
  const outbox = new Outbox(open(), "test");
  const once = outbox.look(`to ${EMAIL}`).text;
  assert.equal(outbox.look(`${once}, thanks`).text, `${once}, thanks`);
  const { changes, text } = outbox.look(`${once} or bea@example.com`);
  assert.match(text, /^to \(EMAIL_1_\w{4}\) or \(EMAIL_2_\w{4}\)$/);
  assert.equal(changes.length, 1);
});

test("a payload's strings are restored, HTML escaped, and the rest stays the same", () => {
  const outbox = new Outbox(open(), "test");
  const token = outbox.look("my name is Ana <b>").text.match(/\(\w+\)/)?.[0] ?? outbox.look(EMAIL).text;
  const value = { text: token, html: `<b>${token}</b>`, list: [{ id: 7, at: new Date(0) }] };
  const restored = outbox.restoreAll(value);
  assert.notEqual(restored.text, token);
  assert.equal(restored.list, value.list, "what has none is the very same");
});

test("a text file is redacted, name and all; others as the option says", async () => {
  const outbox = new Outbox(open(), "test");
  const through = (file, options = {}) => outbox.inspect((edit) => editFile(file, edit, options));
  const note = await through(new File([`call ${EMAIL}`], `${EMAIL}.txt`, { type: "text/plain" }));
  assert.match(await note.text(), /^call \(EMAIL_1_\w{4}\)$/);
  assert.match(note.name, /^\(.*\.txt$/);
  // Its ending is half of the value.
  assert.match((await through(new File(["hi"], EMAIL))).name, /^\(EMAIL_1_\w{4}\)\.com$/);
  const clean = new File(["nothing"], "a.txt");
  assert.equal(await through(clean), clean);
  // Says that it is text, and is not.
  const hidden = new File([new Uint8Array([65, 0, 66])], "a.txt", { type: "text/plain" });
  const picture = new File([new Uint8Array([0x89, 0x50, 0xff])], "a.png", { type: "image/png" });
  for (const file of [hidden, picture]) {
    await assert.rejects(through(file), { code: "unsupported-body" });
    await assert.rejects(through(file, { uploads: "ask", ask: () => false }), { code: "unsupported-body" });
    assert.equal(await through(file, { uploads: "ask", ask: ({ name }) => name === file.name }), file);
    assert.equal(await through(file, { uploads: "allow" }), file);
  }
  events();
});

test("files in data: URLs are files, whatever key they stand under", async () => {
  const outbox = new Outbox(open(), "test");
  const url = `data:text/plain;base64,${btoa(`call ${EMAIL}`)}`;
  const payload = { id: EMAIL, text: EMAIL, files: [{ data: url, mime: "text/plain" }], note: "data: a word, no file" };
  const edited = await outbox.inspect((edit) => editPayload(payload, ["text"], edit, {}));
  assert.equal(edited.id, EMAIL, "no other key is touched");
  assert.match(edited.text, /^\(EMAIL_1/);
  assert.match(atob(edited.files[0].data.split(",")[1]), /^call \(EMAIL_1_\w{4}\)$/);
  assert.equal(edited.note, payload.note);
  const plain = await outbox.inspect((edit) => editPayload({ file: `data:,call%20${EMAIL}` }, [], edit, {}));
  assert.match(decodeURIComponent(plain.file), /^data:,call \(EMAIL_1_\w{4}\)$/);
  const PICTURE = btoa(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR${"\xff".repeat(99)}`);
  for (const image of [`data:image/png;base64,${PICTURE}`, PICTURE, "data:image/png;base64,no base64!"])
    await assert.rejects(
      outbox.inspect((edit) => editPayload({ image }, [], edit, {})),
      { code: "unsupported-body" },
      image,
    );
  events();
});

test("replace puts back what was there, own or inherited", () => {
  class Widget {
    send() {}
  }
  const widget = Object.assign(new Widget(), { own: 1 });
  const undo = [replace(widget, "send", () => {}), replace(widget, "own", 2)];
  assert.deepEqual(Object.keys(widget).sort(), ["own", "send"]);
  undo.forEach((takeBack) => takeBack());
  assert.deepEqual(Object.entries(widget), [["own", 1]]);
  // What somebody put over ours stays his.
  const late = replace(widget, "send", () => {});
  const his = () => {};
  widget.send = his;
  late();
  assert.equal(widget.send, his);
});

test("ai: the history is masked each time, and a stream restored across its pieces", async () => {
  const chat = open();
  const sent = [];
  const transport = {
    async sendMessages({ messages }) {
      sent.push(messages);
      const token = messages[0].parts[0].text.match(/\(\w+\)/)[0];
      const pieces = ["Hi ", token.slice(0, 4), token.slice(4), ", bye"];
      const chunks = [
        { type: "text-start", id: "1" },
        ...pieces.map((delta) => ({ type: "text-delta", id: "1", delta })),
        { type: "tool-input-available", toolCallId: "t", toolName: "mail", input: { to: token } },
        { type: "text-end", id: "1" },
      ];
      return new ReadableStream({ start: (c) => (chunks.forEach((chunk) => c.enqueue(chunk)), c.close()) });
    },
    reconnectToStream: async () => null,
  };
  const messages = [
    { id: "m1", role: "user", parts: [{ type: "text", text: `I am ${EMAIL}` }] },
    { id: "m2", role: "assistant", parts: [
      { type: "text", text: `Hello ${EMAIL}` },
      { type: "tool-mail", toolCallId: EMAIL, state: "output-available", input: { to: EMAIL }, output: "sent" },
    ] }, // prettier-ignore
  ];
  const chunks = [];
  for await (const chunk of await guardTransport(transport, chat).sendMessages({ messages })) chunks.push(chunk);
  const [[user, assistant]] = sent;
  const token = user.parts[0].text.slice(5);
  assert.match(token, /^\(EMAIL_1_\w{4}\)$/);
  assert.equal(assistant.parts[0].text, `Hello ${token}`, "the same value, the same token");
  assert.deepEqual(assistant.parts[1].input, { to: token });
  assert.equal(assistant.parts[1].toolCallId, EMAIL, "ids stay");
  assert.equal(messages[0].parts[0].text, `I am ${EMAIL}`, "the page's own messages stay");
  assert.equal(chunks.map(({ delta }) => delta ?? "").join(""), `Hi ${EMAIL}, bye`);
  assert.deepEqual(chunks.find(({ toolName }) => toolName).input, { to: EMAIL });
  assert.equal(await guardTransport(transport, chat).reconnectToStream({}), null);

  const { sendMessages } = transport;
  const detach = attachAi(transport, chat);
  assert.notEqual(transport.sendMessages, sendMessages);
  detach();
  assert.equal(transport.sendMessages, sendMessages);
  events();
});

test("react-chatbot-kit: a parser is a class or an object, anything else an error", () => {
  const chat = open();
  const heard = [];
  class Parser {
    parse(message) {
      heard.push([this instanceof Parser, message]);
    }
  }
  const { parse } = Parser.prototype;
  const detach = attachKit(Parser, chat);
  new Parser().parse(EMAIL);
  const kept = Parser.prototype.parse;
  detach();
  assert.equal(Parser.prototype.parse, parse);
  assert.equal(Object.keys(Parser.prototype).length, 0);
  new Parser().parse(EMAIL);
  kept.call(new Parser(), EMAIL); // a component that still holds ours
  assert.match(heard[0][1], /^\(EMAIL_1_\w{4}\)$/);
  assert.deepEqual(heard.slice(1), [[true, EMAIL], [true, EMAIL]]);
  for (const wrong of [{}, class {}, () => {}]) assert.throws(() => attachKit(wrong, chat), TypeError);
  events();
});

test("each adapter is a module of its own, with attach and a manual", async () => {
  const { readdir, readFile } = await import("node:fs/promises");
  const folder = new URL("../../js/src/adapters/", import.meta.url);
  for (const file of await readdir(folder)) {
    const source = await readFile(new URL(file, folder), "utf8");
    for (const word of ["HOOK.", "LEAVES.", "THE BUBBLE"]) assert.ok(source.includes(`// ${word}`), `${file}: ${word}`);
    const name = file.replace(/\.ts$/, "");
    assert.ok(source.includes(`blackbar/adapters/${name}`), file);
    const { attach } = await import(`../../js/dist/adapters/${name}.js`);
    assert.equal(typeof attach, "function", file);
    assert.doesNotMatch(source, /from "(?!\.)/, `${file} imports no package`);
  }
});

test("README's example of an adapter masks what it says", async () => {
  const { readFile } = await import("node:fs/promises");
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, example] = /## Adapters\n[^]*?```ts\n([^]*?)```/.exec(readme);
  const place = (path) => JSON.stringify(new URL(`../../js/dist/${path}.js`, import.meta.url).href);
  const program = example
    .replace('"blackbar/adapters/deep-chat"', place("adapters/deep-chat"))
    .replace('"blackbar"', place("index"));
  const element = {};
  document.querySelector = (name) => name === "deep-chat" && element;
  const code = `${program}\nexport { detach };`;
  const { detach } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { body } = await element.requestInterceptor({ body: { messages: [{ role: "user", text: EMAIL }], id: EMAIL } });
  assert.match(body.messages[0].text, /^\(EMAIL_1_\w{4}\)$/);
  assert.equal(body.id, EMAIL);
  assert.deepEqual(await element.responseInterceptor({ text: body.messages[0].text }), { text: EMAIL });
  detach();
  assert.equal(element.requestInterceptor, undefined);
  events();
});
