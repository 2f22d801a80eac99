// js/src/gate/{body,files,packets,presets,inbound}.ts: where widgets have their text,
// what becomes of files, and of replies. Expected values are written out.
import assert from "node:assert/strict";
import { File } from "node:buffer";
import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import { attachGate, WIDGETS } from "../../js/dist/gate/index.js";
import { createKeyring, makeRecipientKey, openSealed } from "../../js/dist/server/index.js";
import { fakeBrowser, settle } from "./browser.mjs";

globalThis.File ??= File; // Node 18

const EMAIL = "ana@example.com";
const TOKEN = "(EMAIL_1_AAAA)";
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255]);
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
let page;
let gate;

beforeEach(() => {
  page = fakeBrowser(globalThis);
});
afterEach(() => gate?.detach());

async function attach(options = {}) {
  gate = attachGate({ endpoints: ["/chat"], ...options });
  await gate.ready;
}
/** What the server gets of a body. */
async function sent(body, init = {}) {
  await fetch("/chat", { method: "POST", body, ...init });
  return page.sent.at(-1).body;
}
const swap = (text) => text.replaceAll(EMAIL, TOKEN);

// What each widget sends (WIDGETS of the gate), as the packages write it. "KEPT" is
// an address that stands where no person's words do, and has to stay.
const KEPT = "id@example.net";
const BODIES = {
  "ai-sdk": [
    `{"id":"${KEPT}","messages":[{"id":"m1","role":"user","parts":[{"type":"text","text":"${EMAIL}"},` +
      `{"type":"file","filename":"${EMAIL}","url":"data:text/plain;base64,aGk="}]}],"trigger":"submit-message"}`,
    `{"messages":[{"role":"user","content":"${EMAIL}"}],"id":"${KEPT}"}`,
  ],
  "botframework-webchat": [
    `{"type":"message","text":"${EMAIL}","from":{"id":"${KEPT}"},"timestamp":"2026-11-28T10:00:00.000Z"}`,
  ],
  "deep-chat": [`{"messages":[{"role":"user","text":"${EMAIL}"}],"session":"${KEPT}"}`],
  "flowise-embed": [
    `{"question":"${EMAIL}","chatId":"${KEPT}","uploads":[{"type":"file","name":"${EMAIL}",` +
      `"mime":"text/plain","data":"data:text/plain;base64,${base64("hi")}"}]}`,
  ],
  "n8n-chat": [`{"action":"sendMessage","sessionId":"${KEPT}","chatInput":"${EMAIL}"}`],
  "rasa-webchat": [
    `42["user_uttered",{"message":"${EMAIL}","session_id":"${KEPT}","customData":{"language":"en"}}]`,
    `{"sender":"${KEPT}","message":"${EMAIL}"}`,
  ],
  "stream-chat": [
    `{"message":{"id":"${KEPT}","text":"${EMAIL}","attachments":[{"type":"file","title":"${EMAIL}"}]}}`,
    `{"set":{"text":"${EMAIL}"}}`,
  ],
};

test("there is a body for each widget", () => {
  assert.deepEqual(Object.keys(BODIES), [...WIDGETS]);
});

for (const [widget, bodies] of Object.entries(BODIES))
  test(`of ${widget} the words alone change, byte for byte`, async () => {
    await attach({ widget });
    for (const body of bodies) assert.equal(await sent(body), swap(body));
  });

test("a widget's paths and a site's own add up", async () => {
  await attach({ widget: "n8n-chat", keys: ["note"], paths: ["customer.mail"] });
  const body = `{"chatInput":"${EMAIL}","note":"${EMAIL}","customer":{"mail":"${EMAIL}"}}`;
  assert.equal(await sent(body), swap(body));
  const other = `{"text":"${EMAIL}","mail":"${EMAIL}"}`;
  assert.equal(await sent(other), other, "not the usual keys any more");
});

test("socket.io's packets keep their form", async () => {
  await attach();
  for (const packet of [
    `42["chat message","${EMAIL}",{"text":"${EMAIL}"}]`,
    `42/support,12["m",{"text":"${EMAIL}"}]`,
    `451-["m",{"text":"${EMAIL}","file":{"_placeholder":true,"num":0}}]`,
    `0{"sid":"${KEPT}","text":"${EMAIL}"}`,
  ]) {
    const expected = packet.replace(`"text":"${EMAIL}"`, `"text":"${TOKEN}"`);
    assert.equal(await sent(packet), expected);
    // Protocol 3 counts, 4 separates.
    assert.equal(await sent(`${packet.length}:${packet}1:2`), `${expected.length}:${expected}1:2`);
    assert.equal(await sent(`${packet}\x1e2`), `${expected}\x1e2`);
  }
  assert.equal(await sent(`4my mail is ${EMAIL}\x1e2`), `4my mail is ${TOKEN}\x1e2`, "no JSON");
  assert.equal(await sent(`b4${base64(`{"text":"${EMAIL}"}`)}\x1e2`), `b4${base64(`{"text":"${TOKEN}"}`)}\x1e2`);
});

test("text files are redacted wherever they travel", async () => {
  await attach({ keys: ["text"] });
  const json = `{"mail":"${EMAIL}"}`; // a file's JSON is somebody's, all of it
  const form = new FormData();
  form.append("upload", new File([json], `${EMAIL}.json`, { type: "application/json" }));
  form.append("whole", new File(["hi"], EMAIL)); // its ending is half of the value
  form.append("inline", `data:text/csv;charset=utf-8,name%2C${encodeURIComponent(EMAIL)}`);
  const got = await sent(form);
  assert.equal(await got.get("upload").text(), swap(json));
  assert.equal(got.get("upload").name, `${TOKEN}.json`);
  assert.equal(got.get("whole").name, `${TOKEN}.com`);
  assert.equal(got.get("inline"), `data:text/csv;charset=utf-8,name%2C${encodeURIComponent(TOKEN)}`);

  const file = new File([`mail: ${EMAIL}`], "a.txt", { type: "text/plain" });
  assert.equal(await (await sent(file)).text(), `mail: ${TOKEN}`);
  const url = (text) => `{"files":[{"url":"data:text/plain;base64,${base64(text)}"}]}`;
  assert.equal(await sent(url(`mail: ${EMAIL}`)), url(`mail: ${TOKEN}`));
  const clean = url("nothing here");
  assert.equal(await sent(clean), clean);
  assert.equal(await sent(`{"text":"data: ${EMAIL}, sent"}`), `{"text":"data: ${TOKEN}, sent"}`);
});

const withImage = () => {
  const form = new FormData();
  form.append("text", EMAIL);
  form.append("photo", new File([PNG], "p.png", { type: "image/png" }));
  return form;
};
const inline = (data) => JSON.stringify({ text: EMAIL, image: data });
const PNG_URL = `data:image/png;base64,${base64(PNG)}`;
const BARE = base64(Buffer.concat([PNG, Buffer.alloc(60)]));

test("other files are blocked, asked about, or allowed", async () => {
  const files = () => [withImage(), inline(PNG_URL), inline(BARE), new File([PNG], "p.png", { type: "image/png" })];
  await attach();
  for (const body of files()) await assert.rejects(sent(body), { code: "unsupported-body" });
  assert.equal(page.sent.length, 0, "by default none leaves");
  gate.detach();

  await attach({ uploads: "allow" });
  const [form, url, bare, image] = files();
  const got = await sent(form);
  assert.equal(got.get("text"), TOKEN);
  assert.deepEqual(new Uint8Array(await got.get("photo").arrayBuffer()), PNG);
  assert.equal(await sent(url), swap(url));
  assert.equal(await sent(bare), swap(bare));
  assert.equal(await sent(image), image);
  gate.detach();

  await attach({ uploads: "ask" });
  const before = page.sent.length;
  for (const body of files()) await assert.rejects(sent(body), { code: "unsupported-body" });
  const asked = [];
  page.document.addEventListener("blackbar:upload", ({ detail }) => {
    const { respondWith, ...told } = detail;
    asked.push(told);
    respondWith(asked.length === 1 ? Promise.resolve(false) : settle().then(() => true));
  });
  await assert.rejects(sent(withImage()), { code: "unsupported-body" });
  assert.equal(page.sent.length, before);
  assert.equal((await sent(withImage())).get("text"), TOKEN);
  assert.equal(await sent(inline(PNG_URL)), inline(PNG_URL).replace(EMAIL, TOKEN));
  const image_ = { endpoint: "/chat", type: "image/png", bytes: PNG.length };
  assert.deepEqual(asked, [image_, image_, image_]);
});

test("a body that is no file and cannot be read never leaves, whatever uploads says", async () => {
  await attach({ uploads: "allow" });
  for (const body of [PNG, PNG.buffer, new Blob([PNG]), new Blob([PNG]).stream()])
    await assert.rejects(sent(body, { duplex: "half" }), { code: "unsupported-body" });
  assert.equal(page.sent.length, 0);
});

test("a stream is read to its end, and leaves in one piece", async () => {
  await attach();
  const body = new Blob([`{"text":"${EMAIL}"}`]).stream();
  const got = await sent(body, { duplex: "half" });
  assert.equal(new TextDecoder().decode(got), `{"text":"${TOKEN}"}`);
});

test("what would pass an open network does not leave", async () => {
  await attach({ endpoints: ["http://bot.example", "http://localhost:3000", "http://127.0.0.1/x", "http://[::1]/"] });
  const post = (url) => fetch(url, { method: "POST", body: EMAIL });
  await assert.rejects(post("http://bot.example/"), { code: "insecure-target" });
  assert.deepEqual(page.events.at(-1).detail, { code: "insecure-target", endpoint: "http://bot.example" });
  for (const url of ["http://localhost:3000/", "http://127.0.0.1/x", "http://[::1]/"]) await post(url);
  assert.equal(page.sent.length, 3);
});

test("who waits is told so", async () => {
  page.document.addEventListener("blackbar:waiting", ({ type, detail }) => page.events.push({ type, detail }));
  gate = attachGate({ endpoints: ["/chat"] });
  await Promise.all(["1", "2"].map((text) => fetch("/chat", { method: "POST", body: text })));
  assert.deepEqual(
    page.events.filter(({ type }) => type === "blackbar:waiting").map(({ detail }) => detail),
    [1, 2].map((waiting) => ({ endpoint: "/chat", waiting })),
  );
});

test("a history with tokens in it leaves as it is", async () => {
  await attach();
  const messages = (...texts) => JSON.stringify({ messages: texts.map((text) => ({ text })) });
  const first = `my name is Ana Lopez, ${EMAIL}`;
  const name = "(PERSON_1_AAAA)";
  const masked = `my name is ${name}, ${TOKEN}`;
  assert.equal(await sent(messages(first)), messages(masked));
  // The other side's answer with tokens, as it came and in words where nobody would
  // know the name again.
  const answer = `${name} is a nice name, I wrote to ${TOKEN}`;
  const more = "and bo@example.com";
  assert.equal(
    await sent(messages(first, answer, `${TOKEN} ${more}`)),
    messages(masked, answer, `${TOKEN} and (EMAIL_2_AAAA)`),
  );
});

test("what is sealed travels in the body, for its recipient alone", async () => {
  Object.defineProperty(globalThis, "crypto", { value: webcrypto, configurable: true, writable: true });
  const support = makeRecipientKey({ kid: "support-1" });
  const billing = makeRecipientKey({ kid: "billing-1" });
  await attach({
    id: "conv-42",
    recipients: { billing: billing.publicKey },
    policy: {
      recipients: { support: support.publicKey, billing: support.publicKey },
      entities: {
        EMAIL_ADDRESS: { operator: "seal", recipient: "support" },
        IBAN_CODE: { operator: "seal", recipient: "billing" },
      },
    },
  });
  const iban = "DE89 3704 0044 0532 0130 00";
  const opened = (sealed, { privateKey }, conversation = "conv-42") =>
    openSealed(JSON.parse(sealed), createKeyring(privateKey), { conversation })
      .filter(({ value }) => value !== undefined)
      .map(({ value }) => value);
  const check = (sealed) => {
    assert.deepEqual(opened(sealed, support), [EMAIL]);
    assert.deepEqual(opened(sealed, billing), [iban]);
    assert.throws(() => opened(sealed, billing, "conv-43"), { code: "not-opened" });
  };

  const json = await sent(JSON.stringify({ id: 7, messages: [{ text: EMAIL }, { text: `${iban}, ${EMAIL}` }] }));
  const { sealed, ...rest } = JSON.parse(json);
  assert.deepEqual(Object.keys(rest), ["id", "messages"]);
  assert.ok(!json.includes(EMAIL) && !json.includes("3704"));
  assert.equal(sealed.items.length, 2, "each value once");
  check(JSON.stringify(sealed));

  const form = new FormData();
  form.append("message1", JSON.stringify({ text: `${EMAIL} ${iban}` }));
  check((await sent(form)).get("sealed"));
  check((await sent(new URLSearchParams({ text: `${EMAIL} ${iban}` }))).get("sealed"));
  const type = { headers: { "content-type": "application/x-www-form-urlencoded" } };
  check(new URLSearchParams(await sent(`text=${encodeURIComponent(`${EMAIL} ${iban}`)}`, type)).get("sealed"));
  assert.equal(await sent('{"text":"hello"}'), '{"text":"hello"}', "nothing sealed, nothing added");
  assert.match(await sent(`["text", "${EMAIL}"]`), /^\["text", "ana@/, "a list under no key");
  assert.doesNotMatch(await sent(`call ${EMAIL}`), /sealed|ana@/, "no place for it in plain text");
});

/** Lets the server answer, and reads that as the page does. */
async function answered(body, type, read = (response) => response.text()) {
  globalThis.fetch = async () =>
    new Response(body, { headers: { "content-type": type }, status: 201, statusText: "so" });
  await attach({ restore: true });
  gate.conversation.redact(`"Ana" <${EMAIL}>, ana`);
  const response = await fetch("/chat", { method: "POST", body: "{}" });
  assert.deepEqual([response.status, response.statusText], [201, "so"]);
  return read(response);
}

test("replies are restored by what they are", async () => {
  assert.equal(await answered(`Hello ${TOKEN}`, "text/plain"), `Hello ${EMAIL}`);
  gate.detach();
  assert.deepEqual(await answered(`{"text":"to ${TOKEN}"}`, "application/json; charset=utf-8", (r) => r.json()), {
    text: `to ${EMAIL}`,
  });
  gate.detach();
  const events = `data: {"delta":"to (EMAIL_1"}\n\ndata: {"delta":"_AAAA)"}\n\ndata: [DONE]\n\n`;
  assert.match(await answered(events, "text/event-stream"), /to .*ana@example\.com/s);
  gate.detach();
  const bytes = await answered(TOKEN, "application/octet-stream", (r) => r.arrayBuffer());
  assert.equal(new TextDecoder().decode(bytes), TOKEN, "no text, so as it is");
});

test("values are escaped for the JSON they are put into", async () => {
  globalThis.fetch = async () =>
    new Response('{"text":"of (NOTE_1_AAAA)"}', { headers: { "content-type": "application/json" } });
  await attach({ restore: true, policy: { rules: [{ entity: "NOTE", pattern: 'N"\\d{4}\\\\z' }] } });
  assert.equal(gate.conversation.redact('of N"1234\\z').text, "of (NOTE_1_AAAA)");
  const reply = await fetch("/chat", { method: "POST", body: "{}" });
  assert.deepEqual(await reply.json(), { text: 'of N"1234\\z' });
});

test("without restore a reply is the very same", async () => {
  const reply = new Response(TOKEN);
  globalThis.fetch = async () => reply;
  await attach();
  assert.equal(await fetch("/chat", { method: "POST", body: EMAIL }), reply);
});
