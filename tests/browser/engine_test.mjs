// The engine as a file of its own that comes late, not at all, or as something else:
// what the page sends meanwhile waits or is refused, and no value leaves.
//   node engine_test.mjs      (after `npm run build` in js/; CHROMIUM as for demo_test.mjs)
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, until } from "./page.mjs";
import { startSite, TEXTS } from "./site.mjs";

const LATE = 5000; // ms
const engine = readFileSync(new URL("../../js/dist/blackbar.wasm", import.meta.url));
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const wasm = { "content-type": "application/wasm" };
/** Status, headers and body by the file's name; and the code of the failure, if it is one. */
const FILES = {
  late: { answer: [200, wasm, engine], wait: LATE },
  plain: { answer: [200, { "content-type": "text/plain" }, engine] }, // it is the bytes that count
  missing: { answer: [404, {}, ""], code: "wasm-fetch" },
  broken: { answer: [500, wasm, engine], code: "wasm-fetch" },
  cut: { answer: [200, wasm, engine.subarray(0, engine.length / 2)], code: "wasm-truncated" },
  empty: { answer: [200, wasm, ""], code: "wasm-truncated" },
  // What a single-page server answers to any address.
  html: { answer: [200, { "content-type": "text/html" }, "<!doctype html><title>shop</title>"], code: "wasm-html" },
  other: { answer: [200, wasm, "not what was asked for"], code: "wasm-invalid" },
  forbidden: { answer: [200, wasm, engine], code: "wasm-fetch", csp: CSP.replace("connect-src 'self'", "connect-src *:*/chat") },
};

const ATTACH = `
const wasm = new URL("/engine/" + location.pathname.split("/").pop(), location.href);
Blackbar.attachGate({ endpoints: ["/chat"], wasm });`;
const LOAD = `
import { createRedactor } from "/url.js";
globalThis.load = (name) =>
  createRedactor({ wasm: new URL("/engine/" + name, location.href) }).then(
    (redactor) => redactor.redact("ana@example.com").findings.length,
    ({ code, where }) => code + " " + where);`;

const TAGS = ["/blackbar.js", "/attach.js", "/chat.js"].map((file) => `<script src="${file}"></script>`);
const pages = Object.fromEntries(Object.entries(FILES).map(([name, { csp = CSP }]) => [name, { csp, tags: TAGS }]));
pages.url = { csp: CSP, tags: ['<script type="module" src="/load.js"></script>'] };

let browser;
let site;
before(async () => {
  browser = await launch();
  site = await startSite(pages, {
    scripts: { "/attach.js": ATTACH, "/load.js": LOAD },
    async answer(response, { pathname }) {
      const file = FILES[/^\/engine\/(\w+)$/.exec(pathname)?.[1]];
      if (file === undefined) return false;
      const [status, headers, body] = file.answer;
      if (file.wait) await new Promise((done) => setTimeout(done, file.wait));
      response.writeHead(status, headers).end(body);
      return true;
    },
  });
});
after(async () => {
  await browser?.close();
  site?.close();
});

for (const [name, { code }] of Object.entries(FILES).filter(([, { code }]) => code))
  test(`${name}: twenty messages are refused with ${code}, and nothing leaves`, async () => {
    const visit = await site.visit(browser, name);
    const answers = await visit.send(TEXTS);
    assert.deepEqual(new Set(answers), new Set([`refused ${code}`, "refused"]));
    assert.equal(site.chats().length, 0);
    assert.deepEqual(site.leaked(), []);
    assert.deepEqual(await visit.heard("degraded"), [code]);
    assert.deepEqual(await visit.heard("blocked"), TEXTS.map(() => code));
    await visit.close();
  });

test("late: messages wait, and leave redacted in their order", async () => {
  const visit = await site.visit(browser, "late");
  const begun = Date.now();
  const sending = visit.send(TEXTS);
  await until("most of the wait", () => Date.now() - begun > LATE - 1500);
  assert.equal(site.chats().length, 0);
  assert.deepEqual(await visit.heard("ready"), []);
  assert.deepEqual(await sending, TEXTS.map(() => "ok"));
  assert.deepEqual(site.leaked(), []);
  // As the browser asks; over six connections they may arrive otherwise.
  const asked = visit.asked.filter((url) => url.includes("/chat?")).map((url) => Number(new URL(url).searchParams.get("n")));
  assert.deepEqual(asked, TEXTS.map((_, n) => n));
  const numbers = asked.map((n) => {
    const { body } = site.chats().find(({ url }) => url === `/chat?n=${n}`);
    return Number(/CARD_(\d+)_/.exec(body)?.[1] ?? 0);
  });
  const cards = [...new Set(numbers.filter((number) => number > 0))]; // some come again
  assert.ok(cards.length > 3);
  assert.deepEqual(cards, [...cards].sort((a, b) => a - b), "tokens are numbered in the order of the messages");
  assert.equal((await visit.heard("redacted")).length, TEXTS.length);
  await visit.close();
});

test("plain: another Content-Type is no fault", async () => {
  const visit = await site.visit(browser, "plain");
  assert.deepEqual(await visit.send(TEXTS), TEXTS.map(() => "ok"));
  assert.equal(site.chats().length, TEXTS.length);
  assert.deepEqual(site.leaked(), []);
  await visit.close();
});

test("blackbar/url says the same of each file", async () => {
  const visit = await site.visit(browser, "url");
  await visit.page.waitForFunction(() => globalThis.load !== undefined);
  for (const [name, { code, csp, wait }] of Object.entries(FILES)) {
    if (csp || wait) continue;
    const outcome = await visit.page.evaluate((name) => globalThis.load(name), name);
    assert.equal(outcome, code === undefined ? 1 : `${code} options.wasm`, name);
  }
  await visit.close();
});
