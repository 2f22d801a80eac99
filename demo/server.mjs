// Serves the demo page and plays the shop's chat server.
//
//   node demo/server.mjs                 http://localhost:8080
//   PORT=9000 node demo/server.mjs       another port; 0 takes any free one
//   BLACKBAR_DIST=dir node ...           take blackbar.js from there instead of js/dist
//
//   const demo = await start({ port: 0 });
//   demo.url;        // "http://localhost:41234/"
//   demo.received;   // what POST /chat was sent: [{ n, id, at, raw: Buffer }]
//   demo.recorder;   // what the other widgets' backends were sent: recorder.mjs
//   await demo.close();
//
// Listens on this machine's loopback addresses only: what people type here,
// with the guard off, is nobody else's business.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openAgents } from "./agents.mjs";
import { openBackends } from "./backends.mjs";
import { bodyOf } from "./body.mjs";
import { replyTo } from "./bot.mjs";
import { listen } from "./listen.mjs";
import { openPages, PAGES } from "./pages.mjs";
import { Recorder } from "./recorder.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const PUBLIC = join(here, "public");
const WIDGET = join(here, "node_modules", "deep-chat", "dist", "deepChat.bundle.js");

/** What the page may do. Scripts: this server's files, and wasm; no eval, no inline code. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const KEPT = 50; // requests remembered, the oldest leave first
const MAX_BODY = 64 * 1024; // bytes; a chat message is far below

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 takes any free one
 * @param {string} [options.dist] the folder blackbar.js is in
 * @param {string} [options.csp] the Content-Security-Policy, for trying others
 * @param {number} [options.pause] milliseconds the bot thinks before it answers
 */
export async function start({
  port = 8080,
  dist = join(here, "..", "js", "dist"),
  csp = CONTENT_SECURITY_POLICY,
  pause = 700,
} = {}) {
  const script = join(resolve(dist), "blackbar.js");
  need(script, "blackbar.js is not built. In js/: npm ci --ignore-scripts && npm run build");
  need(WIDGET, "The chat widget is not installed. In demo/: npm ci --ignore-scripts");

  const recorder = new Recorder();
  const backends = openBackends(recorder);
  const received = [];
  const watchers = new Set(); // open /events responses
  let count = 0;

  const routes = {
    "GET /": (request, response) => file(response, join(PUBLIC, "index.html")),
    "GET /blackbar.js": (request, response) => file(response, script),
    "GET /deep-chat.js": (request, response) => file(response, WIDGET),
    ...(await openAgents(resolve(dist))),

    // The bot. Remembers the bytes as they came, then answers like a person would.
    "POST /chat": async (request, response) => {
      const raw = await bodyOf(request, MAX_BODY);
      if (raw === null) return say(response, 413, { error: "too long" });
      const id = request.headers["x-message-id"] ?? "";
      const record = { n: ++count, id, at: Date.now(), raw };
      received.push(record);
      if (received.length > KEPT) received.shift();
      for (const watcher of watchers) watcher.write(`data: ${JSON.stringify(shown(record))}\n\n`);
      await new Promise((done) => setTimeout(done, pause));
      say(response, 200, { text: replyTo(raw.toString("utf8")), id });
    },

    "GET /received": (request, response, url) => {
      const since = Number(url.searchParams.get("since") ?? 0);
      say(response, 200, received.filter((record) => record.n > since).map(shown));
    },

    "GET /events": (request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.write(": open\n\n");
      watchers.add(response);
      response.on("close", () => watchers.delete(response));
    },

    "POST /reset": (request, response) => {
      received.length = 0;
      response.writeHead(204).end();
    },

    ...openPages({ recorder, policy: csp }),
  };

  async function handle(request, response) {
    response.setHeader("content-security-policy", csp);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cache-control", "no-store");
    // An isolated page has a clock of 5 us instead of 100, fine enough to time a message.
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    if (!isLocal(request)) return say(response, 421, { error: "open this as http://localhost" });
    const url = new URL(request.url, "http://localhost");
    const route = routes[`${request.method} ${url.pathname}`];
    if (route) return route(request, response, url);
    if (await backends.handle(request, response, url)) return;
    if (request.method !== "GET") return say(response, 405, { error: "no such action" });
    const asked = normalize(decodeURIComponent(url.pathname));
    const [folder, name] = asked.startsWith("/pages/") ? [PAGES, asked.slice("/pages".length)] : [PUBLIC, asked];
    const path = join(folder, name);
    if (!path.startsWith(folder + sep)) return say(response, 404, { error: "not found" });
    return file(response, path);
  }

  const listener = (request, response) =>
    handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  const upgrade = (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!isLocal(request)) return socket.destroy();
    backends.upgrade(request, socket, head, new URL(request.url, "http://localhost"));
  };
  const { bound, close } = await listen(listener, upgrade, port);
  return {
    url: `http://localhost:${bound}/`,
    received,
    recorder,
    close: () => (backends.close(), close()),
  };
}

// A foreign name that resolves to this machine must not read along.
function isLocal({ headers }) {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(headers.host ?? "");
}

function need(path, otherwise) {
  if (!existsSync(path)) throw new Error(otherwise);
}

// What the page is told of a request. `body` is the bytes read as UTF-8.
function shown({ n, id, at, raw }) {
  return { n, id, at, bytes: raw.length, body: raw.toString("utf8") };
}

function say(response, status, body) {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

async function file(response, path) {
  const type = TYPES[extname(path)];
  const bytes = type ? await readFile(path).catch(() => null) : null;
  if (bytes === null) return say(response, 404, { error: "not found" });
  response.writeHead(200, { "content-type": type, "content-length": bytes.length });
  response.end(bytes);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const port = Number(process.env.PORT || 8080);
  try {
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error("PORT is to be a number, 0 to 65535");
    const demo = await start({ port, ...(process.env.BLACKBAR_DIST && { dist: process.env.BLACKBAR_DIST }) });
    console.log(`The demo is at ${demo.url}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
