// js/dist/blackbar.js, as a <script> meets it: a context of its own, with a
// fake document, and nothing of Node's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { fakeBrowser, settle } from "./browser.mjs";

const code = readFileSync(new URL("../../js/dist/blackbar.js", import.meta.url), "utf8");
const script = new vm.Script(code, { filename: "blackbar.js" });
const EMAIL = "ana@example.com";

/** A page, and what its scripts see. `wasm: false` is a CSP without it. */
function open({ wasm = true } = {}) {
  const page = fakeBrowser();
  const { document, fetch, XMLHttpRequest, CustomEvent, ProgressEvent, crypto } = page;
  const { atob, performance, setTimeout, TextDecoder, TextEncoder, URL, URLSearchParams } = globalThis;
  const { Blob, DOMException, Event, FormData, Headers, Request, Response } = globalThis;
  const context = vm.createContext(
    { document, fetch, XMLHttpRequest, CustomEvent, ProgressEvent, crypto, atob, performance, setTimeout,
      TextDecoder, TextEncoder, URL, URLSearchParams, Blob, DOMException, Event, FormData, Headers, Request,
      Response }, // prettier-ignore
    { codeGeneration: { strings: false, wasm } },
  );
  const load = (dataset) => {
    document.currentScript = { dataset };
    script.runInContext(context);
    document.currentScript = null;
    return context.Blackbar;
  };
  return { ...page, context, load };
}

test("without attributes it only brings the names", async () => {
  const { context, fetch, load } = open();
  const Blackbar = load({});
  for (const name of ["createRedactor", "attachGate", "BlackbarError", "ENTITIES", "OPERATORS"])
    assert.ok(name in Blackbar, name);
  assert.equal(Blackbar.gate, undefined);
  assert.equal(context.fetch, fetch);
  const redactor = await Blackbar.createRedactor();
  assert.equal(redactor.redact(EMAIL).text, "(EMAIL_1)");
});

test("its attributes attach the gate before the next script runs", async () => {
  const { context, sent, load } = open();
  const { gate } = load({ policy: "pci-chat", endpoints: "/chat, https://bot.example/v1" });
  assert.equal(gate.state, "starting");
  await context.fetch("/chat", { method: "POST", body: "4111 1111 1111 1111" });
  assert.equal(sent[0].body, "**** **** **** 1111");
});

test("a policy may be JSON, guards and keys lists of words", async () => {
  const { context, sent, load } = open();
  const policy = JSON.stringify({ entities: { EMAIL_ADDRESS: { operator: "remove" } } });
  load({ policy, endpoints: "/chat", guard: "fetch beacon", keys: "q, r", countries: "US DE" });
  await context.fetch("/chat", { method: "POST", body: JSON.stringify({ r: `<${EMAIL}>` }) });
  assert.equal(sent[0].body, '{"r":"<>"}');
  assert.equal(context.XMLHttpRequest.prototype.send.name, "send");
});

test("a second copy adds no second gate", async () => {
  const { context, load } = open();
  const data = { endpoints: "/chat" };
  const { gate } = load(data);
  const { fetch } = context;
  assert.equal(load(data).gate, gate);
  assert.equal(context.fetch, fetch);
  load({ endpoints: "/other" });
  assert.notEqual(context.fetch, fetch, "one that guards more is let in");
});

test("a page that forbids WebAssembly holds the message back", async () => {
  const { context, events, sent, load } = open({ wasm: false });
  const { gate } = load({ endpoints: "/chat" });
  const body = JSON.stringify({ text: EMAIL });
  await assert.rejects(context.fetch("/chat", { method: "POST", body }), { code: "wasm-blocked" });
  await assert.rejects(gate.ready, { code: "wasm-blocked" });
  await settle();
  assert.equal(sent.length, 0);
  assert.deepEqual(events.map(({ type, detail }) => [type, detail.code]), [
    ["blackbar:degraded", "wasm-blocked"],
    ["blackbar:blocked", "wasm-blocked"],
  ]);
});

test("a policy that is wrong holds the message back", async () => {
  for (const policy of ["nothing", "{", '{"entities":{"X":{"operator":"mask"}}}']) {
    const { context, sent, load } = open();
    load({ endpoints: "/chat", policy });
    await assert.rejects(context.fetch("/chat", { method: "POST", body: EMAIL }), {
      name: "BlackbarError",
    });
    assert.equal(sent.length, 0);
  }
});

test("what it does not cover it says, and guards the rest", async () => {
  for (const data of [
    { endpoints: "/chat", guard: "fetch worker" },
    { endpoints: "/chat", guard: "fecth" },
    { endpoints: "/chat", widget: "deepchat" },
    { endpoints: "/chat", uploads: "yes" },
    { endpoints: "/chat", paths: "a..b" },
    { endpoints: "/chat, http://[" },
    { policy: "pci-chat" },
  ]) {
    const { context, events, load, sent } = open();
    const { gate } = load(data);
    const missing = (data.guard ?? data.widget)?.split(" ").filter((word) => word !== "fetch");
    if (missing !== undefined) assert.deepEqual([...gate.uncovered], missing);
    await context.fetch("/chat", { method: "POST", body: EMAIL });
    await settle();
    const codes = events.filter(({ type }) => type === "blackbar:degraded");
    assert.deepEqual(codes.map(({ detail }) => detail.code), ["guard-not-covered"]);
    if (data.endpoints !== undefined) assert.equal(sent[0].body, "(EMAIL_1_AAAA)");
  }
});
