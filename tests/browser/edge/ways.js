// Every way we know to get a message out of a page, by name. Each is given the
// message, sends it, and comes back when that is done.
const json = (text) => JSON.stringify({ text });
const post = (body, rest = {}) => ({ method: "POST", body, ...rest });
const bytes = (text) => new TextEncoder().encode(text);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const here = location.origin;
const cross = here.replace("localhost", "127.0.0.1");
const file = (text, type = "text/plain", name = "note.txt") => new File([text], name, { type });
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
const image = (text) => new File([new Uint8Array(PNG), text], "p.png", { type: "image/png" });

function xhr(url, body, async = true, type) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url, async);
    if (type) request.setRequestHeader("content-type", type);
    request.onloadend = done;
    request.send(body);
    if (!async) done();
  });
}

function socket(work) {
  return new Promise((done, fail) => {
    const made = new WebSocket(`${here.replace("http", "ws")}/echo/socket`);
    made.onopen = () => {
      const last = work(made) ?? 0;
      made.onclose = done;
      setTimeout(() => made.close(), last);
    };
    made.onerror = fail;
  });
}

function frame(attributes = {}, insert = (made) => document.body.append(made)) {
  const made = Object.assign(document.createElement("iframe"), attributes);
  insert(made);
  return made;
}

/** A form whose answer goes into a frame, so that the page stays. */
function form(fields, attributes, submit) {
  const name = `answer${Math.random()}`;
  const made = document.createElement("form");
  Object.assign(made, { method: "POST", action: "/echo/form", target: name, ...attributes });
  for (const [key, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.name = key;
    if (value instanceof File) {
      const files = new DataTransfer();
      files.items.add(value);
      input.type = "file";
      input.files = files.files;
    } else input.value = value;
    made.append(input);
  }
  const button = document.createElement("button");
  made.append(button);
  frame({ name });
  document.body.append(made);
  submit(made, button);
  return wait(400);
}

const quoted = (text) => JSON.stringify(text).replace(/</g, "\\u003c");
const script = (text) => `<script>fetch("${here}/echo/f", {method: "POST", body: ${quoted(json(text))}})<\/script>`;

globalThis.ways = {
  "fetch": (text) => fetch("/echo/f", post(json(text))),
  "fetch, Request": (text) => fetch(new Request("/echo/f", post(json(text)))),
  "fetch, FormData": (text) => {
    const data = new FormData();
    data.set("text", text);
    return fetch("/echo/f", post(data));
  },
  "fetch, FormData with a JSON part": (text) => {
    const data = new FormData();
    data.set("activity", new Blob([json(text)], { type: "application/vnd.microsoft.activity" }));
    return fetch("/echo/f", post(data));
  },
  "fetch, text file beside": (text) => {
    const data = new FormData();
    data.set("file", file(`note: ${text}`));
    return fetch("/echo/f", post(data));
  },
  "fetch, file name": (text) => {
    const data = new FormData();
    data.set("file", file("nothing", "text/plain", `${text}.txt`));
    return fetch("/echo/f", post(data));
  },
  "fetch, image beside": (text) => {
    const data = new FormData();
    data.set("text", "look");
    data.set("file", image(text));
    return fetch("/echo/f", post(data));
  },
  "fetch, data URL": (text) =>
    fetch("/echo/f", post(JSON.stringify({ uploads: [{ data: `data:text/plain;base64,${btoa(text)}` }] }))),
  "fetch, URLSearchParams": (text) => fetch("/echo/f", post(new URLSearchParams({ text }))),
  "fetch, Blob": (text) => fetch("/echo/f", post(new Blob([json(text)]))),
  "fetch, ArrayBuffer": (text) => fetch("/echo/f", post(bytes(json(text)).buffer)),
  "fetch, stream": (text) =>
    fetch("/echo/f", post(new Blob([json(text)]).stream(), { duplex: "half" })),
  "fetch, gzip": async (text) => {
    const zipped = new Blob([json(text)]).stream().pipeThrough(new CompressionStream("gzip"));
    const body = await new Response(zipped).arrayBuffer();
    return fetch("/echo/f", post(body, { headers: { "content-encoding": "gzip" } }));
  },
  "fetch, keepalive": (text) => fetch("/echo/f", post(json(text), { keepalive: true })),
  "fetch, other origin": (text) =>
    fetch(`${cross}/echo/f`, post(json(text), { headers: { "content-type": "application/json" } })),
  "fetch, query": (text) => fetch(`/echo/f?id=7&text=${encodeURIComponent(text)}`),
  "fetch, open network": (text) => fetch("http://192.0.2.1/echo/f", post(json(text))),
  "XMLHttpRequest": (text) => xhr("/echo/x", json(text)),
  "XMLHttpRequest, Blob": (text) => xhr("/echo/x", new Blob([json(text)])),
  "XMLHttpRequest, sync": (text) => xhr("/echo/x", json(text), false),
  "XMLHttpRequest, socket.io polling": (text) => {
    const packet = `42${JSON.stringify(["user_uttered", { message: text }])}`;
    return xhr("/echo/x", `${packet.length}:${packet}`, true, "text/plain;charset=UTF-8");
  },
  "WebSocket": (text) => socket((made) => made.send(json(text))),
  "WebSocket, socket.io": (text) =>
    socket((made) => made.send(`42${JSON.stringify(["user_uttered", { message: text }])}`)),
  "WebSocket, Blob then text": (text) =>
    socket((made) => {
      made.send(new Blob([json(text)]));
      made.send(json("second"));
      return 500; // WebKit forgets a Blob that it still reads when it is closed
    }),
  "WebSocket, ArrayBuffer": (text) => socket((made) => made.send(bytes(json(text)))),
  "WebSocket, query": async (text) => {
    const made = new WebSocket(`${here.replace("http", "ws")}/echo/socket?text=${encodeURIComponent(text)}`);
    await new Promise((done) => (made.onopen = done));
    made.close();
  },
  "sendBeacon": (text) => (navigator.sendBeacon("/echo/b", json(text)), wait(200)),
  "sendBeacon, Blob": (text) =>
    (navigator.sendBeacon("/echo/b", new Blob([json(text)])), wait(200)),
  "EventSource": async (text) => {
    const source = new EventSource(`/echo/events?text=${encodeURIComponent(text)}`);
    const message = await new Promise((done) => (source.onmessage = ({ data }) => done(data)));
    source.close();
    if (message !== "hello") throw new Error(`EventSource gave ${message}`);
  },
  "form, button": (text) => form({ id: "7", text }, {}, (_, button) => button.click()),
  "form, submit()": (text) => form({ id: "7", text }, {}, (made) => made.submit()),
  "form, requestSubmit()": (text) => form({ id: "7", text }, {}, (made) => made.requestSubmit()),
  "form, GET": (text) => form({ id: "7", text }, { method: "GET" }, (_, button) => button.click()),
  "form, text file": (text) =>
    form({ text: "see file", file: file(text) }, { enctype: "multipart/form-data" }, (_, button) =>
      button.click(),
    ),
  "form, image": (text) =>
    form({ text: "see file", file: image(text) }, { enctype: "multipart/form-data" }, (_, button) =>
      button.click(),
    ),
  "frame, its fetch": (text) => frame().contentWindow.fetch(`${here}/echo/f`, post(json(text))),
  "frame, its XMLHttpRequest": (text) => {
    const { XMLHttpRequest: Own } = frame().contentWindow;
    return new Promise((done) => {
      const request = new Own();
      request.open("POST", `${here}/echo/x`);
      request.onloadend = done;
      request.send(json(text));
    });
  },
  "frame, by its name": (text) => {
    document.body.insertAdjacentHTML("beforeend", '<iframe name="named"></iframe>');
    return frames.named.fetch(`${here}/echo/f`, post(json(text)));
  },
  "frame, innerHTML": (text) => {
    const place = document.body.appendChild(document.createElement("div"));
    place.innerHTML = "<iframe></iframe>";
    return globalThis[globalThis.length - 1].fetch(`${here}/echo/f`, post(json(text)));
  },
  "frame, shadow tree": (text) => {
    const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "closed" });
    root.innerHTML = "<iframe></iframe>";
    return globalThis[globalThis.length - 1].fetch(`${here}/echo/f`, post(json(text)));
  },
  "frame, document.write": (text) => {
    const { contentDocument: inside } = frame();
    inside.open();
    inside.write(`<body>${script(text)}</body>`);
    inside.close();
    return wait(300);
  },
  "frame, script in it": (text) => {
    const { contentDocument: inside } = frame();
    const made = inside.createElement("script");
    made.src = `${here}/edge/inside.js?text=${encodeURIComponent(text)}`;
    inside.head.append(made);
    return wait(400);
  },
  "frame in a frame": (text) => {
    const inside = frame().contentDocument;
    const inner = inside.body.appendChild(inside.createElement("iframe"));
    return inner.contentWindow.fetch(`${here}/echo/f`, post(json(text)));
  },
  "frame, srcdoc": (text) => (frame({ srcdoc: script(text) }), wait(500)),
  "frame, same origin": (text) =>
    (frame({ src: `/edge/inside.html?text=${encodeURIComponent(text)}` }), wait(600)),
  "frame, same origin, later": async (text) => {
    const made = frame({ src: "/edge/empty.html" });
    await new Promise((done) => (made.onload = done));
    return made.contentWindow.fetch("/echo/f", post(json(text)));
  },
  "frame, other origin": (text) =>
    (frame({ src: `${cross}/edge/inside.html?text=${encodeURIComponent(text)}` }), wait(600)),
  "worker's own fetch": (text) =>
    new Promise((done) => {
      const worker = new Worker("/edge/worker.js");
      worker.onmessage = done;
      worker.postMessage(json(text));
    }),
  "fetch kept from before": (text) => (0, early.fetch)("/echo/f", post(json(text))),
  "WebSocket.send kept from before": (text) => socket((made) => early.socketSend.call(made, json(text))),
  "image": (text) => {
    new Image().src = `/echo/i?text=${encodeURIComponent(text)}`;
    return wait(200);
  },
};

/** Sends `[name] VALUE` in every way at once; says of each what went wrong, or "". */
globalThis.goAll = async (value) => {
  const errors = {};
  const go = async (name) => {
    try {
      await Promise.race([ways[name](`[${name}] ${value}`), wait(5000)]);
      errors[name] = "";
    } catch (error) {
      errors[name] = String(error.code ?? error.name);
    }
  };
  await Promise.all(Object.keys(ways).map(go));
  await wait(200); // for what leaves without being waited for
  return errors;
};

globalThis.heard = [];
for (const name of ["ready", "waiting", "redacted", "blocked", "degraded", "upload"])
  document.addEventListener(`blackbar:${name}`, ({ detail }) => heard.push({ name, code: detail.code }));
