// A loopback server for the pages: serves them, is every widget's backend, and keeps
// what it received. What it answers says a message's tokens back.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PACKAGES } from "../../demo/packages.mjs";

const demo = createRequire(new URL("../../demo/package.json", import.meta.url));
const { Server: SocketServer } = demo("socket.io");
const { WebSocketServer } = demo("ws");

const DIST = new URL("../../js/dist/", import.meta.url);
const TYPES = { js: "text/javascript", html: "text/html" };
// What has to be a classic script.
const SCRIPTS = {
  webchat: "botframework-webchat/dist/webchat-minimal.js",
  "rasa-webchat": "rasa-webchat/lib/index.js",
};

/** `bundles`: name to code. Gives { url, received, close }. */
export async function start(bundles) {
  const received = [];
  const keep = (path, body) => received.push({ path, body });

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    if (url.pathname.startsWith("/socket.io/")) return;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("latin1");
    if (request.method === "POST") keep(url.pathname, body);
    await answer({ url, body, method: request.method, response, bundles, received });
  });

  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (socket, { url }) => {
    if (url.startsWith("/connect"))
      socket.send(JSON.stringify({ type: "health.check", connection_id: "c", me: { id: "u-1" } }));
    else
      socket.on("message", (data) => {
        keep("ws", String(data));
        socket.send(JSON.stringify({ text: reply(String(data)) }));
      });
  });
  const io = new SocketServer(server, { cors: { origin: "*" }, destroyUpgrade: false });
  io.on("connection", (socket) => {
    socket.on("session_request", () => socket.emit("session_confirm", "s-1"));
    socket.on("user_uttered", (uttered) => {
      keep("socket.io", JSON.stringify(uttered));
      socket.emit("bot_uttered", { text: reply(uttered.message) });
    });
  });
  server.on("upgrade", (request, socket, head) => {
    if (/^\/(?:ws|connect)/.test(request.url))
      sockets.handleUpgrade(request, socket, head, (made) => sockets.emit("connection", made, request));
  });

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${server.address().port}`,
    received,
    close() {
      io.close();
      sockets.close();
      server.closeAllConnections();
    },
  };
}

/** What a bot says: the message's tokens, and nothing else of it. */
const reply = (text) => `We wrote to ${text.match(/\([A-Z]+_\d+_\w{4}\)/)?.[0] ?? "you"} today`;

const json = (response, value, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

const conversation = { conversationId: "c1", token: "t", expires_in: 3600 };

async function answer({ url, body, method, response, bundles, received }) {
  const { pathname } = url;
  const [, first, ...rest] = pathname.split("/");
  if (first === "blackbar") {
    const code = await readFile(new URL(rest.join("/"), DIST)).catch(() => undefined);
    return response.writeHead(code ? 200 : 404, { "content-type": TYPES.js }).end(code);
  }
  if (first === "bundles") return response.setHeader("content-type", TYPES.js).end(bundles[rest[0]]);
  if (first === "scripts")
    return response.setHeader("content-type", TYPES.js).end(await readFile(join(PACKAGES, SCRIPTS[rest[0]])));
  if (first === "page") {
    const name = rest[0];
    const script = name in SCRIPTS ? `<script src="/scripts/${name}"></script>` : "";
    return response.setHeader("content-type", TYPES.html).end(
      `<!doctype html><title>${name}</title><body><div id="root" style="height:500px"></div>${script}` +
        `<script type="module" src="/bundles/${name}"></script>`,
    );
  }
  if (pathname.endsWith("/activities") && method === "GET") {
    // The echo of what was posted, and an answer to it.
    const from = Number(url.searchParams.get("watermark") || 0);
    const posted = received.filter(({ path }) => /\/(?:activities|upload)$/.test(path));
    const activities = posted.slice(from).flatMap(({ body: sent }, at) => {
      const activity = JSON.parse(/\{.*\}/.exec(sent)[0]);
      const timestamp = new Date().toISOString();
      const bot = { type: "message", id: `b${from + at}`, from: { id: "bot", role: "bot" }, timestamp };
      return [{ ...activity, id: `a${from + at}`, timestamp }, { ...bot, text: reply(activity.text ?? "") }];
    });
    return json(response, { activities, watermark: String(posted.length) });
  }
  if (/\/(?:activities|upload)$/.test(pathname)) return json(response, { id: `a${received.length}` });
  if (pathname.includes("/v3/directline/conversations")) return json(response, conversation, 201);
  if (first === "n8n") return json(response, { output: reply(body) });
  if (first === "deep-chat" || first === "echo") return json(response, { text: reply(body) });
  if (pathname.startsWith("/api/v1/chatflows-streaming")) return json(response, { isStreaming: false });
  if (pathname.startsWith("/api/v1/public-chatbotConfig"))
    return json(response, { uploads: { fileUploadSizeAndTypes: [{ fileTypes: ["text/plain", "image/png"], maxUploadSize: 9 }], imgUploadSizeAndTypes: [], isRAGFileUploadAllowed: false }, fullFileUpload: { status: true, allowedUploadFileTypes: "text/plain,image/png" } });
  if (pathname.startsWith("/api/v1/attachments")) return json(response, [{ name: "note.txt", mimeType: "text/plain", content: "read" }]);
  if (pathname.startsWith("/api/v1/prediction")) return json(response, { text: reply(body), chatId: "x", chatMessageId: "m" });
  if (first === "ai") return streamed(response, reply(body));
  if (first === "channels" || first === "users" || first === "app") return stream(response, pathname, body);
  response.writeHead(404).end();
}

/** In pieces that cut every token. */
function streamed(response, text) {
  response.writeHead(200, { "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1" });
  const write = (value) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  write({ type: "start" });
  write({ type: "text-start", id: "1" });
  for (let at = 0; at < text.length; at += 5) write({ type: "text-delta", id: "1", delta: text.slice(at, at + 5) });
  write({ type: "text-end", id: "1" });
  write({ type: "finish" });
  response.end("data: [DONE]\n\n");
}

function stream(response, pathname, body) {
  const channel = { id: "room-1", type: "messaging", cid: "messaging:room-1", own_capabilities: ["upload-file", "send-message"] };
  if (pathname.endsWith("/query"))
    return json(response, { channel: { ...channel, config: { commands: [] } }, messages: [], members: [], watchers: [], read: [] });
  if (pathname.endsWith("/message")) {
    const { message } = JSON.parse(body);
    return json(response, { message: { ...message, user: { id: "u-1" }, type: "regular", created_at: new Date() } });
  }
  return json(response, { file: "http://localhost/file" });
}
