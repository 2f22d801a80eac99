// Every way out of a page that we know, in three browsers: without the gate, with it,
// and with the service worker behind it. What still leaks stands in LEAKS, and in the
// README under "Limits".
//
//   node tests/browser/edge_test.mjs
//   BROWSERS=firefox node tests/browser/edge_test.mjs
//
// Needs js/dist and Node 20.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BROWSERS, drive } from "./drivers.mjs";
import { serve } from "./edge_server.mjs";

const CARD = "4111111111111111"; // Visa's test number
const wanted = process.env.BROWSERS?.split(",") ?? BROWSERS;

// Nothing of these arrives, as the gate cannot read them or must not send them.
const BLOCKED = ["fetch, image beside", "fetch, gzip", "fetch, open network", "form, image"];
// What no script of the page reaches; a service worker reaches the first three.
const LEAKS = {
  gate: ["worker's own fetch", "fetch kept from before", "image", "WebSocket.send kept from before", "frame, other origin"],
  // The engine cannot start: the gate stays shut.
  "gate without engine": ["worker's own fetch", "fetch kept from before", "image", "WebSocket.send kept from before", "frame, other origin"],
  "gate and service worker": ["WebSocket.send kept from before", "frame, other origin"],
};
const MODES = ["nothing", ...Object.keys(LEAKS)];
// Everything but WebAssembly.
const NO_WASM = "script-src 'self' 'unsafe-inline'; worker-src 'self'";
// WebKit gives a srcdoc frame a new window, before anybody is told.
const ALSO = { webkit: { gate: ["frame, srcdoc"], "gate without engine": ["frame, srcdoc"] } };
// What a browser cannot send, or we cannot read on the way.
const SILENT = ["fetch, stream", "fetch, gzip", "fetch, open network"];

/** As text, whatever it was written in. */
function readable(entry) {
  const plain = decodeURIComponent(entry.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/\+/g, " "));
  const inline = /base64,([\w+/=]+)/.exec(plain);
  return inline === null ? plain : plain + Buffer.from(inline[1], "base64");
}

function page(attributes, ...scripts) {
  const tag = (src, rest = "") => `<script src="/${src}"${rest}></script>`;
  const gate = attributes === undefined ? "" : tag("dist/blackbar.js", attributes);
  return `<!doctype html><meta charset="utf-8"><title>edge</title>${tag("edge/early.js")}${gate}<body></body>${scripts.map((name) => tag(`edge/${name}`)).join("")}`;
}

const table = {};
after(() => {
  for (const mode of Object.keys(table).slice(1)) {
    console.log(`== ${mode}`);
    console.table(table[mode]);
  }
});

for (const name of wanted)
  describe(name, () => {
    let browser;
    let server;
    const endpoints = () => `/echo, ${server.url.replace("localhost", "127.0.0.1")}echo, http://192.0.2.1/echo`;
    const gate = () => ` data-keys="text message" data-endpoints="${endpoints()}"`;
    before(async () => {
      const html = ({ pathname }) =>
        pathname === "/nothing" ? page(undefined, "ways.js")
        : pathname === "/race" ? page(gate(), "race.js")
        : pathname === "/restore" ? page(`${gate()} data-restore`, "ways.js")
        : page(pathname === "/bare" ? undefined : gate(), "ways.js");
      server = await serve(html, ({ pathname }) => (pathname === "/shut" ? NO_WASM : undefined));
      browser = await drive(name);
    });
    after(async () => {
      await browser?.close();
      server?.close();
    });

    for (const mode of MODES)
      test(`every way out, with ${mode}`, async () => {
        const shut = mode === "gate without engine";
        await browser.open(server.url + (mode === "nothing" ? "nothing" : shut ? "shut" : "gate"));
        if (mode.includes("service worker")) await browser.evaluate(register, endpoints());
        await browser.evaluate(() => globalThis.Blackbar?.gate.ready.catch(() => {}));
        server.sent.length = 0;
        const errors = await browser.evaluate((value) => globalThis.goAll(value), CARD);
        await quiet(server);
        if (mode.includes("service worker")) await browser.evaluate(unregister);
        const arrived = server.sent.map(readable);
        const results = {};
        for (const [way, error] of Object.entries(errors)) {
          const own = arrived.filter((entry) => entry.includes(`[${way}] `)).join("\n");
          results[way] =
            own.includes(CARD) ? "LEAK"
            : /CARD_\d/.test(own) ? "masked"
            : `nothing sent${error && `, ${error}`}`;
        }
        for (const [way, result] of Object.entries(results)) ((table[mode] ??= {})[way] ??= {})[name] = result;
        const having = (result) => Object.keys(results).filter((way) => results[way].startsWith(result)).sort();
        if (mode === "nothing") {
          const missing = Object.keys(results).filter((way) => results[way] !== "LEAK");
          assert.deepEqual(missing.sort(), [...SILENT].sort(), "everything else arrives");
          return;
        }
        assert.deepEqual(having("LEAK"), [...LEAKS[mode], ...(ALSO[name]?.[mode] ?? [])].sort());
        if (shut) {
          assert.deepEqual(having("masked"), []);
          const blocked = await browser.evaluate(() => globalThis.heard.filter(({ name }) => name === "blocked"));
          assert.deepEqual([...new Set(blocked.map(({ code }) => code))], ["wasm-blocked"]);
          const silent = having("nothing sent").length;
          assert.ok(blocked.length >= silent, `${blocked.length} events for ${silent} messages`);
          return;
        }
        assert.deepEqual(having("nothing sent"), [...BLOCKED].sort());
        const hidden = arrived.filter((entry) => !/\[.+\] |"(?:second|look|see file)"/.test(entry.slice(entry.indexOf(" "))) && /[^\x20-\x7e\s]/.test(entry));
        assert.deepEqual(hidden, [], "and nothing that cannot be read");
      });

    test("what is sent before the engine is there waits, and keeps its order", async () => {
      server.sent.length = 0;
      await browser.open(`${server.url}race`);
      assert.equal(await browser.evaluate(() => globalThis.raced), "hello", "an EventSource that had to wait speaks");
      const arrived = server.sent.map(readable);
      assert.ok(!arrived.join("\n").includes(CARD));
      const number = (entry) => /(\d): .*CARD_1/.exec(entry)?.[1] ?? "";
      const numbers = arrived.map(number).join("");
      assert.equal([...numbers].sort().join(""), "1234567");
      assert.match(numbers, /1.*3/, "fetches in their order");
      assert.match(numbers, /5.*6/, "frames in their order");
    });

    test("replies are restored, however they are read", async () => {
      await browser.open(`${server.url}restore`);
      server.sent.length = 0;
      const read = await browser.evaluate(readReplies, `my card is ${CARD}`);
      assert.ok(!server.sent.map(readable).join().includes(CARD), "the server has tokens alone");
      assert.deepEqual(Object.entries(read).filter(([, text]) => text !== `my card is ${CARD}`), []);
      assert.equal(Object.keys(read).length, 9);
    });

    test("attached and taken down, the page is as it was", async () => {
      await browser.open(`${server.url}bare`);
      const changed = await browser.evaluate(attachAndDetach);
      assert.deepEqual(changed, { during: true, after: [] });
    });

    test("what the gate adds to a fetch", async () => {
      await browser.open(`${server.url}gate`);
      const median = await browser.evaluate(timed);
      console.log(`${name}: the gate adds ${median.toFixed(2)} ms to a fetch (median of 20 rounds of 20)`);
      assert.ok(Number.isFinite(median));
    });
  });

/** What the page reads when its message comes back, by how it reads it. */
async function readReplies(text) {
  const body = JSON.stringify({ text });
  const headers = { "content-type": "application/json" };
  const reply = (body_, type) => fetch("/echo/reply", { method: "POST", body: body_, headers: type ?? headers });
  const plain = { "content-type": "text/plain" };
  const read = {};
  read["fetch, json"] = (await (await reply(body)).json()).text;
  read["fetch, text"] = await (await reply(text, plain)).text();
  const stream = (await reply(text, plain)).body.pipeThrough(new TextDecoderStream()).getReader();
  read["fetch, stream"] = "";
  for (let step; !(step = await stream.read()).done; ) read["fetch, stream"] += step.value;
  read["fetch, clone"] = (await (await reply(body)).clone().json()).text;

  const xhr = (type, contentType, seen) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/echo/reply");
      request.setRequestHeader("content-type", contentType);
      request.responseType = type;
      if (seen) request.onprogress = () => seen.push(request.responseText);
      request.onload = () => done(request);
      request.send(contentType === "text/plain" ? text : body);
    });
  read["XMLHttpRequest, json"] = (await xhr("json", "application/json")).response.text;
  read["XMLHttpRequest, text"] = JSON.parse((await xhr("", "application/json")).responseText).text;
  const seen = [];
  read["XMLHttpRequest, progress"] = (await xhr("text", "text/plain", seen)).response;
  for (const piece of seen)
    if (!read["XMLHttpRequest, progress"].startsWith(piece)) read["XMLHttpRequest, progress"] = `once ${piece}`;

  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/echo/socket/reply`);
  read.WebSocket = await new Promise((done) => {
    socket.onopen = () => socket.send(body);
    socket.onmessage = ({ data }) => done(JSON.parse(data).text);
  });
  socket.close();
  const source = new EventSource(`/echo/reply/events?text=${encodeURIComponent(text)}`);
  read.EventSource = await new Promise((done) => source.addEventListener("message", ({ data }) => done(data)));
  source.close();
  return read;
}

/** When nothing has arrived for a while. */
async function quiet(server) {
  for (let seen = -1; seen < server.sent.length; ) {
    seen = server.sent.length;
    await new Promise((done) => setTimeout(done, 800));
  }
}

async function unregister() {
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
}

async function register(endpoints) {
  const query = new URLSearchParams({ endpoints, keys: "text message" });
  await navigator.serviceWorker.register(`/dist/blackbar-sw.js?${query}`, { scope: "/" });
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
}

/** Names of what a gate that came and went left changed. */
async function attachAndDetach() {
  const load = document.createElement("script");
  load.src = "/dist/blackbar.js";
  await new Promise((done) => {
    load.onload = done;
    document.head.append(load);
  });
  load.remove();
  document.body.append(document.createElement("iframe"));

  /** Everything that globals and their prototypes hold, by name. */
  const snapshot = (realm) => {
    const all = new Map();
    const note = (owner, path) => {
      for (const key of Reflect.ownKeys(owner)) {
        const { value, get, set } = Object.getOwnPropertyDescriptor(owner, key);
        const kept = typeof value === "function" || get ? [value, get, set] : ["value"];
        all.set(`${path}.${String(key)}`, kept);
        if (path === "" && typeof value === "function" && value.prototype && value !== owner.constructor)
          note(value.prototype, String(key));
      }
    };
    note(realm, "");
    return all;
  };
  const realms = [globalThis, frames[0]];
  const before = realms.map(snapshot);
  const html = document.documentElement.outerHTML;
  const { fetch } = globalThis;
  const gate = Blackbar.attachGate({ endpoints: ["/echo"], restore: true });
  await gate.ready;
  const during = globalThis.fetch !== fetch;
  await globalThis.fetch("/echo/f", { method: "POST", body: "hello" });
  gate.detach();
  const after = realms.flatMap((realm, index) => {
    const now = snapshot(realm);
    const names = new Set([...before[index].keys(), ...now.keys()]);
    return [...names].filter((key) => {
      const [was, is] = [before[index].get(key), now.get(key)];
      return was === undefined || is === undefined || was.some((part, i) => part !== is[i]);
    });
  });
  if (document.documentElement.outerHTML !== html) after.push("the document");
  return { during, after };
}

/** Milliseconds that a message to an endpoint takes longer than one elsewhere. */
async function timed() {
  await Blackbar.gate.ready;
  const body = JSON.stringify({ text: "Please send it to ana@example.com, my number is (202) 555-0143, thank you." });
  const round = async (url) => {
    const begun = performance.now();
    for (let i = 0; i < 20; ++i) await (await fetch(url, { method: "POST", body })).text();
    return (performance.now() - begun) / 20; // clocks tell milliseconds
  };
  const differences = [];
  for (let i = 0; i < 30; ++i) {
    // Now one first, now the other, as the machine has moods.
    const first = await round(i % 2 ? "/echoes" : "/echo/f");
    const second = await round(i % 2 ? "/echo/f" : "/echoes");
    if (i >= 10) differences.push(i % 2 ? second - first : first - second);
  }
  return differences.sort((a, b) => a - b)[differences.length >> 1];
}
