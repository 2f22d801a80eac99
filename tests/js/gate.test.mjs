// js/src/gate: what leaves through fetch and XMLHttpRequest, and what does not.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, test } from "node:test";
import { attachGate } from "../../js/dist/gate/index.js";
import { fakeBrowser, settle } from "./browser.mjs";

const EMAIL = "ana@example.com";
const URL_ = "https://shop.example/chat";
let page;
let gate;

beforeEach(() => {
  page = fakeBrowser(globalThis);
});
afterEach(() => {
  gate?.detach();
  gate = undefined;
});

async function attach(options = {}) {
  gate = attachGate({ endpoints: ["/chat", "https://bot.example/v1"], ...options });
  await gate.ready;
  return gate;
}
const bodies = () => page.sent.map(({ body }) => body);
const blocked = () => page.events.filter(({ type }) => type === "blackbar:blocked");
const json = (value) => ({ method: "POST", body: JSON.stringify(value) });
const file = (text, type) => new Blob([text], { type });

test("endpoints end at a path's boundary", async () => {
  await attach();
  const guarded = ["/chat", "/chat/", "/chat/7", "/chat?x=1", "//shop.example/chat", "/a/../chat"];
  guarded.push("/%63hat", "/chat//x", "https://bot.example/v1/messages", new URL(URL_));
  const free = ["/chatter", "/", "/x/chat", "https://bot.example/v10", "https://evil.example/chat"];
  for (const url of [...guarded, ...free]) await fetch(url, json({ text: EMAIL }));
  guarded.forEach((url, i) => assert.equal(bodies()[i], '{"text":"(EMAIL_1_AAAA)"}', String(url)));
  free.forEach((url, i) => assert.ok(bodies()[guarded.length + i].includes(EMAIL), url));
});

test("what goes elsewhere goes untouched", async () => {
  await attach();
  const init = { method: "POST", body: new Uint8Array([0xff]) };
  const input = new Request("https://other.example/", { method: "POST", body: EMAIL });
  await fetch("/other", init);
  assert.equal(page.sent[0].init, init);
  await fetch(input);
  assert.equal(page.sent[1].input, input);
  const xhr = new XMLHttpRequest();
  xhr.open("POST", "/other", false);
  xhr.send(EMAIL);
  assert.deepEqual([page.sent[2].url, page.sent[2].body], ["/other", EMAIL]);
  assert.equal(page.events.filter(({ type }) => type !== "blackbar:ready").length, 0);
});

test("JSON keeps all that is not personal, byte for byte", async () => {
  await attach();
  const body = `{ "id":"8f-1", "n":1.0, "big":12345678901234567890, "text":"I am ${EMAIL}" }`;
  await fetch("/chat", { method: "POST", body, headers: { "content-type": "application/json" } });
  assert.equal(bodies()[0], body.replace(EMAIL, "(EMAIL_1_AAAA)"));
  await fetch("/chat", { method: "POST", body: '{"text":"hello"}' });
  assert.equal(bodies()[1], '{"text":"hello"}');
});

test("strings that are no JSON go through whole", async () => {
  await attach();
  const headers = { "content-type": "application/json" };
  for (const body of [EMAIL, `{"text":"${EMAIL}"`, "4111111111111111", `42["m",{"text":"${EMAIL}"}]`]) {
    await fetch("/chat", { method: "POST", body, headers });
    assert.doesNotMatch(bodies().at(-1), /ana@|4111111111111111/);
  }
});

test("forms, files and bytes are read by what they hold", async () => {
  await attach();
  const form = new FormData();
  form.append("message", `write ${EMAIL}`);
  form.append("id", "7");
  form.append("message1", JSON.stringify({ role: "user", text: EMAIL }));
  form.append("activity", file(JSON.stringify({ text: EMAIL }), "application/vnd.x"), "a.json");
  await fetch("/chat", { method: "POST", body: form });
  const sent = bodies()[0];
  assert.equal(sent.get("message"), "write (EMAIL_1_AAAA)");
  assert.equal(sent.get("id"), "7");
  assert.equal(sent.get("message1"), '{"role":"user","text":"(EMAIL_1_AAAA)"}');
  assert.equal(await sent.get("activity").text(), '{"text":"(EMAIL_1_AAAA)"}');
  assert.equal(sent.get("activity").name, "a.json");
  assert.equal(sent.get("activity").type, "application/vnd.x");

  await fetch("/chat", { method: "POST", body: new URLSearchParams({ text: EMAIL, id: "a b" }) });
  assert.equal(String(bodies()[1]), "text=%28EMAIL_1_AAAA%29&id=a+b");
  const type = "application/x-www-form-urlencoded";
  const body = `id=a+b&text=${encodeURIComponent(EMAIL)}`;
  await fetch("/chat", { method: "POST", body, headers: { "content-type": type } });
  assert.equal(decodeURIComponent(bodies()[2]), "id=a+b&text=(EMAIL_1_AAAA)");
  await fetch("/chat", { method: "POST", body: new TextEncoder().encode(EMAIL) });
  assert.equal(new TextDecoder().decode(bodies()[3]), "(EMAIL_1_AAAA)");
  await fetch("/chat", { method: "POST", body: file(EMAIL, "text/plain") });
  assert.equal(await bodies()[4].text(), "(EMAIL_1_AAAA)");
  assert.equal(bodies()[4].type, "text/plain");
});

test("what is clean is sent as the very same object", async () => {
  await attach();
  const form = new FormData();
  form.append("text", "hello");
  const clean = [form, new URLSearchParams("text=hi"), file("hi", ""), new TextEncoder().encode("hi")];
  for (const body of clean) {
    await fetch("/chat", { method: "POST", body });
    assert.equal(bodies().at(-1), body);
  }
});

test("a body that cannot be read is not sent", async () => {
  await attach();
  const form = new FormData();
  form.append("text", "hello");
  form.append("photo", file(new Uint8Array([0x89, 0x50, 0xff, 0]), "image/png"), "p.png");
  const opaque = [new Uint8Array([0xff, 0xfe]), new Uint8Array([65, 0]).buffer, form];
  opaque.push(file(new Uint8Array([0xff]), "text/plain"), file(new Uint8Array([0xff])).stream());
  for (const body of opaque)
    await assert.rejects(fetch("/chat", { method: "POST", body }), { code: "unsupported-body" });
  assert.equal(page.sent.length, 0);
  assert.deepEqual(blocked()[0].detail, { code: "unsupported-body", endpoint: "/chat" });
  assert.equal(blocked().length, opaque.length);
});

test("Request objects are read, and init.body comes before theirs", async () => {
  await attach();
  const post = (body, headers = {}) => new Request(URL_, { method: "POST", body, headers });
  await fetch(post(JSON.stringify({ text: EMAIL }), { "content-type": "application/json", a: "b" }));
  assert.equal(bodies()[0], '{"text":"(EMAIL_1_AAAA)"}');
  assert.equal(page.sent[0].input.headers.get("a"), "b");
  const clean = post("hello");
  await fetch(clean);
  assert.equal(page.sent[1].input, clean);
  await fetch(post("hello"), { body: EMAIL });
  assert.equal(page.sent[2].init.body, "(EMAIL_1_AAAA)");
  await fetch(post(EMAIL), { body: null });
  assert.equal(bodies()[3], null);
  assert.equal(await page.sent[3].input.text(), "(EMAIL_1_AAAA)");
  const form = new FormData();
  form.append("text", EMAIL);
  await fetch(post(form));
  assert.match(bodies()[4], /\(EMAIL_1_AAAA\)/);
  assert.doesNotMatch(bodies()[4], /ana@/);
  await assert.rejects(fetch(post(new Uint8Array([0xff]))), { code: "unsupported-body" });
  assert.equal(page.sent.length, 5);
});

test("inherited and computed settings do not get around it", async () => {
  await attach();
  await fetch("/chat", Object.create({ method: "POST", body: EMAIL }));
  assert.deepEqual([page.sent[0].init.method, bodies()[0]], ["POST", "(EMAIL_1_AAAA)"]);
  let turn = 0;
  await fetch({ toString: () => (turn++ === 0 ? "/chat" : "/other") }, { method: "POST", body: EMAIL });
  assert.deepEqual([page.sent[1].url, bodies()[1]], ["/chat", "(EMAIL_1_AAAA)"]);
});

test("named values of a query are replaced too", async () => {
  await attach();
  const query = `id=7&text=${encodeURIComponent(EMAIL)}`;
  await fetch(`/chat?${query}`);
  await fetch(new Request(`${URL_}?${query}`, { headers: { a: "b" } }));
  const xhr = new XMLHttpRequest();
  xhr.open("GET", `/chat?${query}`);
  xhr.send();
  for (const { url } of page.sent)
    assert.equal(decodeURIComponent(url), "https://shop.example/chat?id=7&text=(EMAIL_1_AAAA)");
  assert.equal(page.sent[1].input.headers.get("a"), "b");
});

test("what is sent before the engine is ready waits, in order", async () => {
  gate = attachGate({ endpoints: ["/chat"] });
  assert.equal(gate.state, "starting");
  const first = fetch("/chat", json({ text: `1 ${EMAIL}` }));
  const xhr = new XMLHttpRequest();
  xhr.open("POST", "/chat");
  xhr.send(`2 ${EMAIL}`);
  assert.throws(() => xhr.send("again"), { name: "InvalidStateError" });
  const third = fetch("/chat", json({ text: `3 ${EMAIL}` }));
  const gone = new XMLHttpRequest();
  gone.open("POST", "/chat");
  gone.send("aborted");
  gone.abort();
  assert.equal(page.sent.length, 0);
  await Promise.all([first, third]);
  await settle();
  assert.deepEqual(bodies(), ['{"text":"1 (EMAIL_1_AAAA)"}', "2 (EMAIL_1_AAAA)", '{"text":"3 (EMAIL_1_AAAA)"}']);
  assert.equal(gate.state, "ready");
});

test("who hears that the engine is ready does not overtake who waited", async () => {
  gate = attachGate({ endpoints: ["/chat"] });
  let late;
  page.document.addEventListener("blackbar:ready", () => (late = fetch("/chat", json({ text: "2" }))));
  await fetch("/chat", json({ text: "1" }));
  await settle();
  await late;
  assert.deepEqual(bodies(), ['{"text":"1"}', '{"text":"2"}']);
});

test("who gives up while waiting is told at once, and nothing is sent", async () => {
  let arrive;
  gate = attachGate({ endpoints: ["/chat"], wasm: new Promise((resolve) => (arrive = resolve)) });
  const abort = new AbortController();
  const { signal } = abort;
  const waits = [
    fetch("/chat", { method: "POST", body: EMAIL, signal }),
    fetch(new Request(URL_, { method: "POST", body: EMAIL, signal })),
    fetch(new Request(URL_, { method: "POST", body: EMAIL }), { signal }),
  ].map((wait) => assert.rejects(wait, { name: "AbortError" }));
  const xhr = new XMLHttpRequest();
  const seen = [];
  for (const type of ["abort", "error", "loadend"])
    xhr.addEventListener(type, () => seen.push(type));
  xhr.open("POST", "/chat");
  xhr.send(EMAIL);
  abort.abort();
  xhr.abort();
  assert.deepEqual(seen, ["abort", "loadend"]);
  await Promise.all(waits);
  await assert.rejects(fetch("/chat", { signal }), { name: "AbortError" });
  arrive(await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url)));
  await gate.ready;
  await settle();
  assert.equal(page.sent.length, 0);
  assert.equal(blocked().length, 0);
});

test("bodies are what they were when fetch was called", async () => {
  gate = attachGate({ endpoints: ["/chat"] });
  const init = json({ text: "first" });
  const url = new URL(URL_);
  const headers = [["a", "b"]];
  const sent = fetch(url, Object.assign(init, { headers }));
  init.body = EMAIL;
  url.pathname = "/other";
  headers.pop();
  await sent;
  assert.deepEqual([page.sent[0].url, bodies()[0]], [URL_, '{"text":"first"}']);
  assert.equal(page.sent[0].init.headers.get("a"), "b");
});

test("a form that grows while its file is read sends what was read", async () => {
  await attach();
  const form = new FormData();
  form.append("file", file("clean", "text/plain"), "a.txt");
  const sent = fetch("/chat", { method: "POST", body: form });
  form.append("text", EMAIL);
  await sent;
  assert.deepEqual([...bodies()[0].keys()], ["file"]);
});

test("no way of using XMLHttpRequest again gets around it", async () => {
  await attach();
  const last = () => bodies().at(-1);
  const xhr = new XMLHttpRequest();
  xhr.open("POST", "/chat");
  xhr.abort(); // leaves it open
  xhr.send(EMAIL);
  assert.equal(last(), "(EMAIL_1_AAAA)");
  xhr.open("POST", "/chat");
  assert.throws(() => xhr.open("BAD METHOD", "/other"), { name: "SyntaxError" });
  xhr.send(EMAIL); // what was open before still is
  assert.deepEqual([page.sent.at(-1).url, last()], ["/chat", "(EMAIL_1_AAAA)"]);
  xhr.open("POST", "/other");
  xhr.send(EMAIL);
  assert.equal(last(), EMAIL, "another address, another matter");
});

test("a query waits for the engine too, and its headers with it", async () => {
  gate = attachGate({ endpoints: ["/chat"] });
  const xhr = new XMLHttpRequest();
  xhr.open("GET", `/chat?text=${EMAIL}`, true);
  xhr.setRequestHeader("a", "b");
  xhr.send();
  await gate.ready;
  await settle();
  const [{ method, url, async, headers }] = page.sent;
  assert.deepEqual([method, async, headers], ["GET", true, { a: "b" }]);
  assert.equal(decodeURIComponent(url), "https://shop.example/chat?text=(EMAIL_1_AAAA)");
});

test("the engine's own file is not held back by the gate that waits for it", async () => {
  const bytes = await readFile(new URL("../../js/dist/blackbar.wasm", import.meta.url));
  const wasm = new URL("https://shop.example/blackbar.wasm");
  globalThis.fetch = async () => new Response(bytes);
  gate = attachGate({ endpoints: ["/"], wasm });
  await gate.ready;
  assert.equal(gate.state, "ready");
});

test("a document is not sent", async () => {
  await attach();
  const body = { nodeType: 9, toString: () => "[object XMLDocument]" };
  await assert.rejects(fetch("/chat", { method: "POST", body }), { code: "unsupported-body" });
});

test("a lone surrogate in a clean body changes nothing", async () => {
  await attach();
  const body = '{"text":"\\ud83d hello"}';
  await fetch("/chat", { method: "POST", body });
  assert.equal(bodies()[0], body);
});

test("a synchronous request is edited, or refused where it would have to wait", async () => {
  const call = (body) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", "/chat", false);
    xhr.send(body);
  };
  gate = attachGate({ endpoints: ["/chat"] });
  assert.throws(() => call(EMAIL), { name: "NetworkError" });
  assert.equal(blocked()[0].detail.code, "not-ready");
  await gate.ready;
  call(EMAIL);
  assert.deepEqual(bodies(), ["(EMAIL_1_AAAA)"]);
  assert.throws(() => call(file("hi", "text/plain")), { name: "NetworkError" });
  assert.equal(page.sent.length, 1);
});

test("an engine that cannot start lets nothing out", async () => {
  for (const options of [{ wasm: new TextEncoder().encode("<html>") }, { policy: "nothing" }]) {
    const { sent, events } = (page = fakeBrowser(globalThis));
    gate = attachGate({ endpoints: ["/chat"], ...options });
    const code = options.wasm ? "wasm-html" : "unknown-preset";
    const early = fetch("/chat", json({ text: EMAIL }));
    await assert.rejects(gate.ready, { code });
    await assert.rejects(early, { code });
    await assert.rejects(fetch("/chat"), { code });
    assert.equal(gate.state, "failed");
    const xhr = new XMLHttpRequest();
    const seen = [];
    for (const type of ["readystatechange", "error", "loadend"])
      xhr.addEventListener(type, () => seen.push(`${type} ${xhr.readyState}`));
    xhr.open("POST", "/chat");
    xhr.send(EMAIL);
    assert.deepEqual(seen, [], "not before send() has returned");
    await settle();
    assert.deepEqual(seen, ["readystatechange 4", "error 4", "loadend 4"]);
    assert.equal(sent.length, 0);
    assert.deepEqual(events[0], { type: "blackbar:degraded", detail: { code } });
    await fetch("/other", json({ text: EMAIL }));
    assert.equal(sent.length, 1);
    gate.detach();
  }
});

test("an engine that is gone lets nothing out", async () => {
  await attach();
  gate.redactor.dispose();
  await assert.rejects(fetch("/chat", json({ text: EMAIL })), { code: "disposed" });
  assert.equal(page.sent.length, 0);
});

test("events tell what was found, and never what it was", async () => {
  await attach();
  const message = `write to ${EMAIL}`;
  await fetch("/chat", json({ messages: [{ text: "hi" }, { text: message }] }));
  const [ready, redacted] = page.events;
  assert.deepEqual(ready, {
    type: "blackbar:ready",
    detail: { version: gate.redactor.version },
  });
  const { findings, chars, micros, endpoint } = redacted.detail;
  assert.deepEqual([chars, endpoint, findings.length], [2 + message.length, "/chat", 1]);
  assert.equal(typeof micros, "number");
  assert.equal(message.slice(findings[0].start, findings[0].end), EMAIL);
  assert.deepEqual(Object.keys(redacted.detail), ["findings", "chars", "micros", "endpoint"]);
  const keys = "entity rule score risk reasons operator start end";
  assert.equal(Object.keys(findings[0]).join(" "), keys);
  const told = JSON.stringify(page.events);
  assert.ok(!told.includes("ana@") && !told.includes("(EMAIL_1_AAAA)"));
});

test("what comes back is restored by the gate's conversation", async () => {
  await attach({ id: "c-1" });
  await fetch("/chat", json({ text: EMAIL }));
  assert.equal(gate.conversation.id, "c-1");
  assert.equal(gate.conversation.restore("Hello (EMAIL_1_AAAA)"), `Hello ${EMAIL}`);
});

test("detach puts back the very originals", async () => {
  const { fetch: before } = globalThis;
  const methods = ["open", "send", "abort", "setRequestHeader"];
  const originals = methods.map((name) => XMLHttpRequest.prototype[name]);
  await attach();
  const ours = globalThis.fetch;
  assert.notEqual(ours, before);
  gate.detach();
  gate.detach();
  assert.equal(globalThis.fetch, before);
  methods.forEach((name, i) => assert.equal(XMLHttpRequest.prototype[name], originals[i]));
  await ours("/chat", json({ text: EMAIL })); // somebody kept it
  assert.ok(bodies()[0].includes(EMAIL));
});

test("two gates do no harm", async () => {
  const { fetch: before } = globalThis;
  await attach();
  const second = attachGate({ endpoints: ["/chat"] });
  await second.ready;
  await fetch("/chat", json({ text: EMAIL }));
  assert.deepEqual(bodies(), ['{"text":"(EMAIL_1_AAAA)"}']);
  gate.detach(); // under the other: stays in the chain, and lets pass
  await fetch("/chat", json({ text: EMAIL }));
  assert.deepEqual(bodies(), ['{"text":"(EMAIL_1_AAAA)"}', '{"text":"(EMAIL_1_AAAA)"}']);
  second.detach();
  gate = undefined;
  assert.notEqual(globalThis.fetch, before);
});

test("guard and keys choose", async () => {
  await attach({ guard: ["fetch"], keys: ["q"] });
  await fetch("/chat", json({ q: EMAIL, text: EMAIL }));
  assert.equal(bodies()[0], JSON.stringify({ q: "(EMAIL_1_AAAA)", text: EMAIL }));
  const xhr = new XMLHttpRequest();
  xhr.open("POST", "/chat");
  xhr.send(EMAIL);
  assert.equal(bodies()[1], EMAIL);
});

test("wrong options are refused before anything is patched", () => {
  const before = globalThis.fetch;
  const wrong = [
    ["out-of-range", "options.endpoints", { endpoints: [] }],
    ["out-of-range", "options.endpoints[0]", { endpoints: ["http://["] }],
    ["wrong-type", "options.endpoints", {}],
    ["out-of-range", "options.guard[0]", { endpoints: ["/"], guard: ["fecth"] }],
    ["out-of-range", "options.guard", { endpoints: ["/"], guard: [] }],
    ["wrong-type", "options.keys", { endpoints: ["/"], keys: "text" }],
    ["out-of-range", "options.paths[0]", { endpoints: ["/"], paths: ["a..b"] }],
    ["out-of-range", "options.widget", { endpoints: ["/"], widget: "deepchat" }],
    ["out-of-range", "options.uploads", { endpoints: ["/"], uploads: "yes" }],
    ["wrong-type", "options.restore", { endpoints: ["/"], restore: "yes" }],
    ["unknown-key", "options.endpoint", { endpoint: "/" }],
  ];
  for (const [code, where, options] of wrong)
    assert.throws(() => attachGate(options), { name: "BlackbarError", code, where });
  assert.equal(globalThis.fetch, before);
});

test("what the policy blocks does not leave, and the page hears it", async () => {
  await attach({ policy: { entities: { EMAIL_ADDRESS: { operator: "block" } } } });
  await assert.rejects(fetch("/chat", json({ text: EMAIL })), { code: "blocked" });
  await fetch("/chat", json({ text: "hello" }));
  assert.deepEqual(bodies(), ['{"text":"hello"}']);
  assert.deepEqual(blocked().map(({ detail }) => detail), [{ code: "blocked", endpoint: "/chat" }]);
});
