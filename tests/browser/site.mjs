// A site on this machine for trying Content-Security-Policies: each page has its own,
// and every byte that is sent to it is kept. No test by itself.
//
//   const site = await startSite({ strict: { csp: "...", scripts: ['<script src="/blackbar.js">'] } });
//   const visit = await site.visit(browser, "strict");
//   await visit.send(TEXTS);      // through the page's own chat
//   site.received;                // [{ url, body }]
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { MESSAGES, stands } from "./values.mjs";

const DIST = new URL("../../js/dist/", import.meta.url);

/** Twenty messages, each with something that must not leave. */
export const TEXTS = Array.from({ length: 20 }, (_, i) => MESSAGES[i % MESSAGES.length].text);
export const VALUES = MESSAGES.flatMap(({ values }) => values);

/** As the page loads it: fetch and XMLHttpRequest by turns; gives what became of each. */
const CHAT = `
globalThis.chat = (texts) => Promise.all(texts.map((text, n) => {
  const [url, body] = ["/chat?n=" + n, JSON.stringify({ text })];
  if (n % 2 === 0)
    return fetch(url, { method: "POST", body }).then((r) => r.text(), (error) => "refused " + (error.code ?? error.name));
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.onload = () => resolve(request.responseText);
    request.onerror = () => resolve("refused");
    request.send(body);
  });
}));
`;

/** What the pages' own scripts are: { "/name.js": text }. `pages`: by name their csp and
 *  tags. `answers`: (response, url) => true for what it has answered itself. */
export async function startSite(pages, { scripts = {}, answer = () => false } = {}) {
  const received = [];
  const own = { "/chat.js": CHAT, ...scripts };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const body = [];
    for await (const piece of request) body.push(piece);
    received.push({ method: request.method, url: request.url, body: Buffer.concat(body).toString("latin1") });
    response.setHeader("cache-control", "no-store");
    if (url.pathname === "/chat") return response.end("ok");
    if (await answer(response, url)) return;
    const page = pages[url.pathname.slice("/pages/".length)];
    if (page !== undefined) return response.writeHead(200, html(page.csp)).end(markup(page.tags));
    if (!url.pathname.endsWith(".js")) return response.writeHead(404).end();
    const file = own[url.pathname] ?? (await readFile(new URL(`.${url.pathname}`, DIST)).catch(() => undefined));
    if (file === undefined) return response.writeHead(404).end();
    // A worker has a policy of its own: that of its file.
    const csp = url.searchParams.get("csp");
    response.writeHead(200, { "content-type": "text/javascript", ...(csp && { "content-security-policy": csp }) });
    response.end(url.searchParams.has("cut") ? file.subarray(0, file.length / 2) : file);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${server.address().port}`;

  return {
    origin,
    received,
    chats: () => received.filter(({ url }) => url.startsWith("/chat?")),
    /** What of the values stands in any byte that arrived. */
    leaked: () => {
      const bytes = received.flatMap(({ url, body }) => [url, body]).join("\n");
      return VALUES.filter((value) => stands(value, bytes) || bytes.includes(encodeURIComponent(value)));
    },
    visit: (browser, name) => visit(browser, `${origin}/pages/${name}`, received),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const html = (csp) => ({ "content-type": "text/html; charset=utf-8", ...(csp && { "content-security-policy": csp }) });

const markup = (tags) => `<!doctype html><meta charset="utf-8"><title>chat</title>\n${tags.join("\n")}\n`;

/** A page, and what it heard: blackbar's events and violations of its policy. */
async function visit(browser, url, received) {
  received.length = 0;
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(() => {
    globalThis.heard = [];
    for (const name of ["ready", "redacted", "blocked", "degraded"])
      document.addEventListener(`blackbar:${name}`, ({ detail }) => heard.push({ name, code: detail.code }));
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      heard.push({ name: "violation", code: `${effectiveDirective} ${blockedURI}` }),
    );
  });
  await page.goto(url);
  return {
    page,
    asked,
    send: (texts) => page.evaluate((texts) => globalThis.chat(texts), texts),
    heard: async (name) => {
      const events = await page.evaluate(() => globalThis.heard);
      const codes = events.filter((event) => event.name === name).map(({ code }) => code);
      return codes.filter((code) => !/favicon/.test(code)); // which Firefox asks for by itself
    },
    close: () => context.close(),
  };
}
