// Serves the pages of edge/ and js/dist, and notes every byte that comes to /echo.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };
const PLACES = { edge: new URL("edge/", import.meta.url), dist: new URL("../../js/dist/", import.meta.url) };
const { WebSocketServer } = createRequire(new URL("../../demo/package.json", import.meta.url))("ws");

/** `page(url)`: the HTML there. `policy(url)`: its Content-Security-Policy, if any. */
export async function serve(page, policy = () => undefined) {
  const sent = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-headers", "content-type");
    response.setHeader("access-control-allow-credentials", "true");
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const [, place, name] = /^\/(edge|dist)\/([\w./-]+)$/.exec(url.pathname) ?? [];
      if (url.pathname.startsWith("/echo")) {
        if (request.method !== "OPTIONS") sent.push(`${request.url} ${Buffer.concat(chunks)}`);
        if (url.pathname === "/echo/events") {
          response.setHeader("content-type", "text/event-stream");
          return response.end("data: hello\n\n");
        }
        const type = request.headers["content-type"] ?? "application/json";
        // In two pieces, so that it streams.
        if (url.pathname === "/echo/reply") {
          const body = Buffer.concat(chunks);
          response.setHeader("content-type", type).write(body.subarray(0, body.length >> 1));
          return setTimeout(() => response.end(body.subarray(body.length >> 1)), 30);
        }
        if (url.pathname === "/echo/reply/events") {
          response.setHeader("content-type", "text/event-stream");
          return response.end(`data: ${url.searchParams.get("text")}\n\n`);
        }
        return response.setHeader("content-type", "application/json").end("{}");
      }
      const csp = policy(url);
      if (csp !== undefined) response.setHeader("content-security-policy", csp);
      if (place === undefined || name.includes(".."))
        return response.setHeader("content-type", TYPES[".html"]).end(page(url));
      const body = await readFile(new URL(name, PLACES[place])).catch(() => undefined);
      response.writeHead(body === undefined ? 404 : 200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "service-worker-allowed": "/",
      });
      response.end(body);
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    sent.push(request.url);
    sockets.handleUpgrade(request, socket, head, (made) =>
      made.on("message", (data) => {
        sent.push(`${request.url} ${data}`);
        if (request.url === "/echo/socket/reply") made.send(String(data));
      }),
    );
  });
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  return {
    sent,
    url: `http://localhost:${port}/`,
    close: () => {
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
