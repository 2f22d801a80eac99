// Stand-ins for the widgets' servers. They keep what they are sent, and answer
// each message of a person with "Message 3 received." and the first placeholder
// in it, so that a page can show what it restores.
//
//   const backends = openBackends(recorder);
//   backends.handle(request, response, url);     // false: not for a backend
//   backends.upgrade(request, socket, head, url);
//   backends.close();
import { createServer } from "node:http";
import { Server as SocketIo } from "socket.io";
import { WebSocketServer } from "ws";
import { bodyOf } from "./body.mjs";
import { partsOf } from "./multipart.mjs";

const MAX_BODY = 1024 * 1024; // bytes; a file goes with some messages

function answer(n, raw) {
  const [placeholder] = /\([A-Z][A-Z0-9_]*_\d+_[A-Z0-9]{4}\)/.exec(raw) ?? [];
  return `Message ${n} received.${placeholder === undefined ? "" : ` I noted ${placeholder}.`}`;
}

export function openBackends(recorder) {
  const chats = new Map(); // conversation -> its activities, for Direct Line
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY });
  const rasa = openRasa(recorder);

  // By the first part of a path: what answers { request, path, raw } with a value.
  const answers = {
    "deep-chat": ({ raw }) => ({ text: answer(recorder.said("deep-chat"), raw) }),
    n8n: ({ raw }) => ({ output: answer(recorder.said("n8n"), raw) }),
    "react-chatbot-kit": ({ raw }) => ({ text: answer(recorder.said("react-chatbot-kit"), raw) }),
    chatscope: ({ raw }) => ({ text: answer(recorder.said("chatscope"), raw) }),
    directline: (call) => directLine(call, chats, recorder),
    flowise: (call) => flowise(call, recorder),
    "stream-chat": (call) => stream(call, recorder, sockets),
  };

  return {
    async handle(request, response, url) {
      const [, api, name] = url.pathname.split("/");
      if (api !== "api") return false;
      if (name === "rasa") return rasa.handle(request, response), true;
      if (name !== "ai-sdk" && answers[name] === undefined) return false;
      const raw = await bodyOf(request, MAX_BODY);
      if (raw === null) return response.writeHead(413).end(), true;
      recorder.add(widgetOf(name), request.method, request.url, raw);
      if (name === "ai-sdk") return streamParts(response, answer(recorder.said(name), raw)), true;
      const path = url.pathname.slice(`/api/${name}`.length);
      const type = request.headers["content-type"] ?? "";
      const value = answers[name]({ method: request.method, path, raw, type, query: url.searchParams });
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify(value));
      return true;
    },

    upgrade(request, socket, head, url) {
      const name = url.pathname.split("/")[2];
      if (name === "rasa") return rasa.upgrade(request, socket, head);
      if (name !== "deep-chat-ws" && name !== "stream-chat") return socket.destroy();
      sockets.handleUpgrade(request, socket, head, (peer) => {
        recorder.add(name, "GET", request.url, "");
        peer.on("message", (data) => {
          recorder.add(name, "frame", url.pathname, data);
          if (name === "deep-chat-ws") peer.send(JSON.stringify({ text: answer(recorder.said(name), data) }));
        });
        if (name === "stream-chat") peer.send(JSON.stringify(streamHello(url.searchParams)));
      });
    },

    close() {
      for (const peer of sockets.clients) peer.terminate();
      rasa.close();
    },
  };
}

const widgetOf = (name) => (name === "directline" ? "botframework-webchat" : name);

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// Direct Line 3.0, polled. The widget waits for its own message to come back.
function directLine({ method, path, raw, type, query }, chats, recorder) {
  const [, id, what] = /\/conversations(?:\/([^/]+)(?:\/(\w+))?)?$/.exec(path) ?? [];
  const conversationId = id ?? `c${chats.size + 1}`;
  if (!chats.has(conversationId)) chats.set(conversationId, []);
  const activities = chats.get(conversationId);
  if (what === undefined) return { conversationId, token: "t", expires_in: 3600 };
  if (method === "GET") {
    const since = Number(query.get("watermark") ?? 0);
    return { activities: activities.slice(since), watermark: String(activities.length) };
  }
  const form = what === "upload" ? partsOf(raw, type).find((part) => part.type.endsWith("activity")) : undefined;
  const sent = read(form?.text ?? raw.toString("utf8"));
  const add = (activity) => {
    const at = `${conversationId}|${activities.length}`;
    activities.push({ ...activity, id: at, timestamp: new Date().toISOString() });
    return at;
  };
  const at = add(sent);
  if (sent.type !== "message") return { id: at };
  const text = answer(recorder.said("botframework-webchat"), raw);
  add({ type: "message", from: { id: "bot", role: "bot" }, text, replyToId: at });
  return { id: at };
}

// What Flowise says of a flow that takes text files, and of a question.
function flowise({ path, raw }, recorder) {
  const files = [{ fileTypes: ["text/plain"], maxUploadSize: 1 }];
  const uploads = { isImageUploadAllowed: true, imgUploadSizeAndTypes: files, fileUploadSizeAndTypes: [] };
  if (path.startsWith("/api/v1/public-chatbotConfig")) return { uploads };
  if (path.startsWith("/api/v1/chatflows-streaming")) return { isStreaming: false };
  if (!path.startsWith("/api/v1/prediction")) return {};
  const n = recorder.said("flowise");
  return { text: answer(n, raw), chatId: "chat", chatMessageId: `m${n}` };
}

// The AI SDK's stream of a message's parts, as server-sent events.
function streamParts(response, text) {
  response.writeHead(200, { "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1" });
  const parts = [
    { type: "start" },
    { type: "text-start", id: "1" },
    ...text.split(/(?<= )/).map((delta) => ({ type: "text-delta", id: "1", delta })),
    { type: "text-end", id: "1" },
    { type: "finish" },
  ];
  for (const part of parts) response.write(`data: ${JSON.stringify(part)}\n\n`);
  response.end("data: [DONE]\n\n");
}

const BOT = { id: "bot", name: "Bot", role: "user" };

// The first event on Stream's WebSocket: it makes the client ready.
function streamHello(query) {
  const { user_id: id = "person" } = read(query.get("json") ?? "");
  const me = { id, role: "user", devices: [], mutes: [], channel_mutes: [], total_unread_count: 0 };
  return { type: "health.check", connection_id: "connection", me, created_at: new Date().toISOString() };
}

function stream({ method, path, raw, query }, recorder, sockets) {
  const [, type, id, what] = /^\/channels\/(\w+)\/([\w-]+)\/(\w+)$/.exec(path) ?? [];
  if (what === "query")
    return { channel: { id, type, cid: `${type}:${id}`, config: {}, own_capabilities: [] }, members: [], messages: [], read: [], watchers: [] };
  if (what === "file") return { file: "/mark.svg" };
  if (what !== "message" || method !== "POST") return {};
  const { message } = read(raw.toString("utf8"));
  const now = new Date().toISOString();
  const event = (text, user, messageId) => ({
    type: "message.new",
    cid: `${type}:${id}`,
    channel_id: id,
    channel_type: type,
    user,
    created_at: now,
    message: { id: messageId, text, user, type: "regular", created_at: now, updated_at: now, cid: `${type}:${id}` },
  });
  const n = recorder.said("stream-chat");
  const said = event(message?.text ?? "", { id: query.get("user_id") ?? "person" }, message?.id ?? `m${n}`);
  setTimeout(() => {
    for (const news of [said, event(answer(n, raw), BOT, `bot-${n}`)])
      for (const peer of sockets.clients) peer.send(JSON.stringify(news));
  }, 20);
  return { message: said.message };
}

// socket.io for rasa-webchat, with every polled body and every frame kept.
function openRasa(recorder) {
  const io = new SocketIo(createServer(), { path: "/api/rasa/", serveClient: false, maxHttpBufferSize: MAX_BODY });
  const watch = (transport) => {
    if (transport.name === "websocket")
      transport.socket.on("message", (data) => recorder.add("rasa", "frame", "/api/rasa/", data));
  };
  io.engine.on("connection", (socket) => {
    watch(socket.transport);
    socket.on("upgrade", watch);
  });
  io.on("connection", (socket) => {
    socket.on("session_request", (data) => socket.emit("session_confirm", data?.session_id ?? socket.id));
    socket.on("user_uttered", ({ message = "" } = {}) => {
      if (!message.startsWith("/")) socket.emit("bot_uttered", { text: answer(recorder.said("rasa"), message) });
    });
  });
  return {
    handle(request, response) {
      const chunks = [];
      const done = () => recorder.add("rasa", request.method, request.url, Buffer.concat(chunks));
      // A poll that is read to its end counts as closed.
      if (request.method === "GET") done();
      else request.on("data", (chunk) => chunks.push(chunk)).on("end", done);
      io.engine.handleRequest(request, response);
    },
    upgrade(request, socket, head) {
      recorder.add("rasa", "GET", request.url, "");
      io.engine.handleUpgrade(request, socket, head);
    },
    close: () => io.close(),
  };
}
