// blackbar/store in a browser: a key that no script can read, in IndexedDB, and a
// conversation that is there again after a reload. Streams of the platform too.
//   node store_test.mjs      (after `npm run build` in js/; CHROMIUM as for demo_test.mjs)
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "./page.mjs";

const DIST = new URL("../../js/dist/", import.meta.url);
let browser;
let server;
let page;

before(async () => {
  server = createServer(async ({ url }, response) => {
    if (!/^\/[\w./-]+\.js$/.test(url) || url.includes(".."))
      return response.setHeader("content-type", "text/html").end("<!doctype html><title>store</title>");
    const body = await readFile(new URL(`.${url}`, DIST)).catch(() => undefined);
    response.setHeader("content-type", "text/javascript").end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await launch();
  page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Runs in the page, with the package's modules at hand. */
async function inPage(work, argument) {
  return page.evaluate(
    async ({ source, argument }) => {
      const [main, store] = await Promise.all([import("/index.js"), import("/store.js")]);
      const redactor = await main.createRedactor();
      return new Function(`return ${source}`)()({ redactor, store }, argument);
    },
    { source: String(work), argument },
  );
}

for (const kind of ["indexedStore", "webStore"])
  test(`a conversation is there again after a reload: ${kind}`, async () => {
    const saved = await inPage(async ({ redactor, store }, kind) => {
      const key = await store.deviceKey();
      const place = kind === "webStore" ? store.webStore(sessionStorage) : store.indexedStore();
      const chat = redactor.openConversation({ id: kind });
      const token = chat.redact("mail ana@example.com").findings[0].replacement;
      await store.saveConversation(chat, place, key);
      chat.close();
      const raw = await crypto.subtle.exportKey("raw", key).then(() => "read", (error) => error.name);
      return { token, raw, extractable: key.extractable, sealed: await place.get(`blackbar:${kind}`) };
    }, kind);
    assert.equal(saved.extractable, false);
    assert.equal(saved.raw, "InvalidAccessError", "no script reads the key");
    assert.match(saved.sealed, /^[\w+/=]+$/);

    await page.reload();
    const again = await inPage(async ({ redactor, store }, { kind, token }) => {
      const key = await store.deviceKey();
      const place = kind === "webStore" ? store.webStore(sessionStorage) : store.indexedStore();
      const chat = await store.loadConversation(redactor, { id: kind }, place, key);
      await store.deleteConversation(kind, place);
      const gone = await store.loadConversation(redactor, { id: kind }, place, key);
      return { text: chat.restore(`to ${token}`), gone: gone === undefined };
    }, { kind, token: saved.token });
    assert.deepEqual(again, { text: "to ana@example.com", gone: true });
  });

test("a fetched reply is restored while it streams", async () => {
  const pieces = await inPage(async ({ redactor }) => {
    const chat = redactor.openConversation();
    const token = chat.redact("ana@example.com").findings[0].replacement;
    const reply = new Response(`We wrote to ${token}, thanks.`).body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(chat.restoreStream());
    const out = [];
    for (const reader = reply.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return out;
      out.push(value);
    }
  });
  assert.equal(pieces.join(""), "We wrote to ana@example.com, thanks.");
});
