// The panel of a widget's page: what its stand-in server received, newest first,
// as text (decoded as the transport encodes it) or as it came.
const entries = document.getElementById("entries");
const widget = document.body.dataset.widget;
let shown = 0;

// For whoever tests the page: what its policy refused.
globalThis.violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  globalThis.violations.push(`${effectiveDirective} ${blockedURI}`),
);

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// Files stand in JSON as base64.
function decoded(body) {
  return body.replace(/base64,([\w+/]+=*)/g, (whole, data) => {
    try {
      return `base64, decoded: ${new TextDecoder().decode(bytesOf(data))}`;
    } catch {
      return whole;
    }
  });
}

function add({ how, url, bytes, body }) {
  const words = how === "frame" ? "WebSocket frame" : `${how} ${url.split("?")[0]}`;
  const facts = `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const entry = make(
    "article",
    "entry",
    make("header", "entry-head", make("h3", "", words), make("p", "facts", facts)),
    make("p", "bytes as-text", decoded(body)),
    make("pre", "bytes as-raw", how === "frame" ? body : `${how} ${url}\n\n${body}`),
  );
  document.getElementById("empty").hidden = true;
  entries.prepend(entry);
  document.getElementById("panel-count").textContent = `${++shown} ${shown === 1 ? "request or frame" : "requests and frames"}`;
}

const views = [...document.querySelectorAll("[data-view]")].filter((node) => node.tagName === "BUTTON");
for (const view of views)
  view.addEventListener("click", () => {
    entries.dataset.view = view.dataset.view;
    for (const each of views) each.setAttribute("aria-pressed", String(each === view));
  });

new EventSource(`/widgets/${widget}/events`).addEventListener("message", ({ data }) => add(JSON.parse(data)));
