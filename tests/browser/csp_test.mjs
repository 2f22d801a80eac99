// The guard under strict Content-Security-Policies, in Chromium, and in Firefox where
// it is installed: with and without 'wasm-unsafe-eval', in a Worker, with Trusted
// Types, nonces and integrity.
//   node csp_test.mjs      (after `npm run build` in js/; CHROMIUM, FIREFOX name binaries)
//   BROWSERS=firefox node csp_test.mjs
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { firefox } from "playwright-core";
import { launch } from "./page.mjs";
import { startSite, TEXTS } from "./site.mjs";

const INTEGRITY = JSON.parse(readFileSync(new URL("../../js/dist/integrity.json", import.meta.url), "utf8"));
const BARE = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
const WASM = BARE.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
const TRUSTED = "; require-trusted-types-for 'script'; trusted-types blackbar";
const NONCE = "default-src 'none'; script-src 'nonce-c2FsdA' 'wasm-unsafe-eval'; connect-src 'self'";

const script = (file, more = "") =>
  `<script src="/${file}" data-policy="default" data-endpoints="/chat"${more}></script>`;
const CHAT = '<script src="/chat.js"></script>';
const WORK = '<script type="module" src="/work.js"></script>';
const nonced = (tag) => tag.replace("<script", '<script nonce="c2FsdA"');
const sealed = (file, hash = INTEGRITY[file]) => script(file, ` integrity="${hash}" crossorigin="anonymous"`);
const FORGED = sealed("blackbar.js", INTEGRITY["blackbar-worker.js"]);

const PAGES = {
  wasm: { csp: WASM, tags: [script("blackbar.js"), CHAT] },
  bare: { csp: BARE, tags: [script("blackbar.js"), CHAT] },
  work: { csp: WASM, tags: [WORK] },
  "bare-work": { csp: BARE, tags: [WORK] },
  "trusted-work": { csp: WASM + TRUSTED, tags: [WORK, CHAT] },
  nowasm: { csp: BARE, tags: [script("blackbar.nowasm.js"), CHAT] },
  trusted: { csp: WASM + TRUSTED, tags: [script("blackbar.js"), CHAT] },
  "trusted-nowasm": { csp: BARE + TRUSTED, tags: [script("blackbar.nowasm.js"), CHAT] },
  "other-types": { csp: `${WASM}${TRUSTED.replace("blackbar", "site")}`, tags: [WORK] },
  "no-worker": { csp: WASM.replace("worker-src 'self'", "worker-src 'none'"), tags: [WORK] },
  nonce: { csp: NONCE, tags: [sealed("blackbar.js"), CHAT].map(nonced) },
  "nonce-nowasm": {
    csp: NONCE.replace(" 'wasm-unsafe-eval'", ""),
    tags: [sealed("blackbar.nowasm.js"), CHAT].map(nonced),
  },
  forged: { csp: WASM, tags: [FORGED, CHAT] },
  "forged-careful": { csp: WASM, tags: [FORGED, '<script src="/careful.js"></script>'] },
};

const GUARDED = ["wasm", "nowasm", "trusted", "trusted-nowasm", "nonce", "nonce-nowasm"];

/** By page: a worker's address, and what comes of it. */
const own = (csp) => `/blackbar-worker.js?csp=${encodeURIComponent(csp)}`;
const WORKERS = {
  work: [
    ["/blackbar-worker.js", "works"],
    [own(WASM), "works"],
    ["/nothing.js", "worker-failed options.worker"],
    ["/blackbar-worker.js?cut", "worker-failed options.worker"],
    ["/pages/wasm", "worker-failed options.worker"], // HTML, as single-page servers answer
    ["data:text/javascript,1", "out-of-range options.worker"],
    ["https://elsewhere.example/worker.js", "out-of-range options.worker"],
  ],
  // A worker has its file's policy, not the page's.
  "bare-work": [
    ["/blackbar-worker.js", "works"],
    [own(WASM), "works"],
    [own(BARE), "wasm-blocked options.wasm"],
  ],
  "trusted-work": [[own(WASM + TRUSTED), "works"]],
  "other-types": [["/blackbar-worker.js", "worker-failed options.worker"]],
  "no-worker": [["/blackbar-worker.js", "worker-failed options.worker"]],
};

const SCRIPTS = {
  // Redacts in a worker, and sends what came of it.
  "/work.js": `
    import { createWorkerRedactor, registerServiceWorker } from "/worker/index.js";
    globalThis.register = async (address) => {
      try {
        await registerServiceWorker(address, { scope: "/" });
      } catch ({ code, where }) {
        return code + " " + where;
      }
      await navigator.serviceWorker.ready;
      while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 20));
      return "registered";
    };
    globalThis.work = async (worker, text) => {
      try {
        const redactor = await createWorkerRedactor({ worker, timeout: 20_000 });
        const chat = await redactor.openConversation();
        const redaction = await chat.redact(text);
        const restored = await chat.restore(redaction.text);
        await redactor.dispose();
        return { text: redaction.text, restored };
      } catch ({ code, where }) {
        return { error: code + " " + where };
      }
    };
    globalThis.dying = async () => {
      const worker = new Worker("/blackbar-worker.js");
      const redactor = await createWorkerRedactor({ worker });
      const waiting = redactor.detect("1 ".repeat(400_000));
      worker.terminate(); // as a browser does that lacks memory: no event tells of it
      const silence = new Promise((resolve) => setTimeout(resolve, 10_000, "silence"));
      const outcome = (call) => Promise.race([call.then(() => "answered", ({ code }) => code), silence]);
      return [await outcome(waiting), await outcome(redactor.detect("x"))];
    };`,
  // A page that sends nothing unless the guard stands.
  "/careful.js": `
    globalThis.chat = async (texts) => {
      if (globalThis.Blackbar?.gate === undefined) return texts.map(() => "no guard, not sent");
      throw new Error("the guard is there");
    };`,
};

const SECRET = "I am ana.lopez@example.com, card 4111 1111 1111 1111.";
const FIREFOX = process.env.FIREFOX || "/usr/bin/firefox-esr";
const BROWSERS = {
  Chromium: launch,
  // Playwright drives an unpatched Firefox by this channel, over WebDriver BiDi.
  Firefox: existsSync(FIREFOX)
    ? () => firefox.launch({ channel: "moz-firefox", executablePath: FIREFOX })
    : undefined,
};

let site;
before(async () => (site = await startSite(PAGES, { scripts: SCRIPTS })));
after(() => site?.close());

const wanted = process.env.BROWSERS?.split(",") ?? ["chromium", "firefox"];
for (const [name, start] of Object.entries(BROWSERS).filter(([name]) => wanted.includes(name.toLowerCase())))
  describe(name, { timeout: 600_000, skip: start === undefined && `${name} is not installed` }, () => {
    let browser;
    before(async () => (browser = await start()));
    after(() => browser?.close());

    /** Opens a page, does something there, and closes it. */
    const on = async (page, work) => {
      const visit = await site.visit(browser, page);
      try {
        await work(visit);
      } finally {
        await visit.close();
      }
    };

    for (const page of name === "Chromium" ? GUARDED : GUARDED.slice(0, 4))
      test(`${page}: what is sent is redacted, and the policy is kept`, () =>
        on(page, async (visit) => {
          const texts = page === "wasm" || page === "nowasm" ? TEXTS : TEXTS.slice(0, 4);
          assert.deepEqual(await visit.send(texts), texts.map(() => "ok"));
          assert.equal(site.chats().length, texts.length);
          assert.deepEqual(site.leaked(), []);
          assert.ok(site.chats().some(({ body }) => /CARD_1_/.test(body)));
          assert.deepEqual(await visit.heard("violation"), []);
          assert.equal((await visit.heard("redacted")).length, texts.length);
        }));

    test("bare: blackbar.js sends nothing, and says why", () =>
      on("bare", async (visit) => {
        const answers = await visit.send(TEXTS);
        assert.deepEqual(new Set(answers), new Set(["refused wasm-blocked", "refused"]));
        assert.equal(site.chats().length, 0);
        assert.deepEqual(site.leaked(), []);
        assert.deepEqual(await visit.heard("degraded"), ["wasm-blocked"]);
        assert.deepEqual(await visit.heard("blocked"), TEXTS.map(() => "wasm-blocked"));
      }));

    for (const [page, workers] of Object.entries(WORKERS))
      test(`${page}: the engine in a worker`, () =>
        on(page, async (visit) => {
          await visit.page.waitForFunction(() => globalThis.work !== undefined);
          for (const [worker, outcome] of workers) {
            const done = await visit.page.evaluate(([worker, text]) => globalThis.work(worker, text), [worker, SECRET]);
            if (outcome !== "works") {
              assert.deepEqual(done, { error: outcome }, worker);
              continue;
            }
            assert.match(done.text, /^I am \(EMAIL_1_\w{4}\), card \(CARD_1_\w{4}\)\.$/, worker);
            assert.equal(done.restored, SECRET);
            assert.deepEqual(await visit.heard("violation"), []);
          }
        }));

    test("trusted-work: a service worker, behind the same policy", () =>
      on("trusted-work", async (visit) => {
        await visit.page.waitForFunction(() => globalThis.register !== undefined);
        const register = (address) => visit.page.evaluate((address) => globalThis.register(address), address);
        assert.equal(await register("https://elsewhere.example/sw.js"), "out-of-range address");
        assert.equal(await register("/nothing.js"), "worker-failed address");
        assert.equal(await register("/blackbar-sw.js?endpoints=/chat"), "registered");
        assert.deepEqual(await visit.send(TEXTS.slice(0, 4)), Array(4).fill("ok"));
        assert.equal(site.chats().length, 4);
        assert.deepEqual(site.leaked(), []);
        assert.deepEqual(await visit.heard("violation"), []);
      }));

    test("a worker that is gone without a word refuses what waits", () =>
      on("work", async (visit) => {
        await visit.page.waitForFunction(() => globalThis.dying !== undefined);
        assert.deepEqual(await visit.page.evaluate(() => globalThis.dying()), ["worker-failed", "worker-failed"]);
      }));

    // What integrity cannot do: a browser that refuses the guard runs the rest of the page.
    test("forged: the guard does not run; only a page that asks for it sends nothing", async () => {
      await on("forged-careful", async (visit) => {
        assert.deepEqual(new Set(await visit.send(TEXTS)), new Set(["no guard, not sent"]));
        assert.deepEqual(site.leaked(), []);
      });
      await on("forged", async (visit) => {
        assert.equal(await visit.page.evaluate(() => typeof globalThis.Blackbar), "undefined");
        await visit.send(TEXTS);
        assert.ok(site.leaked().length > 20);
      });
    });
  });
