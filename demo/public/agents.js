// Seals what is typed, sends it, and shows what the server and its two agents have of it.
const SAMPLES = [
  ["Refund", "Please refund to DE89 3704 0044 0532 0130 00 and confirm to ana@example.com."],
  ["Card", "My card 4111 1111 1111 1111 was charged twice, call me at +1 212 555 0134."],
  ["Nothing to seal", "Do you ship to Ireland?"],
];
const SHOWN = 24; // signs of a sealed value; the rest says nothing to anybody
const element = (id) => document.getElementById(id);

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function state(name, words) {
  element("engine").dataset.state = name;
  element("engine-text").textContent = words;
}

/** The text with each placeholder as `show` makes it of the item that it stands for. */
function marked(text, items, show) {
  const parts = [];
  let at = 0;
  for (const [place, ref] of [...text.matchAll(/\(([A-Z][A-Z0-9_]*)\)/g)]) {
    const item = items.find((one) => one.ref === ref);
    const start = text.indexOf(place, at);
    if (item === undefined) continue;
    parts.push(text.slice(at, start), show(item, place));
    at = start + place.length;
  }
  return [...parts, text.slice(at)];
}

const bar = (item, place) => make("mark", "bar", place);

function agentView({ name, title, kid, text, items }) {
  const shown = marked(text, items, (item, place) =>
    item.value === undefined ? bar(item, place) : make("mark", "open", item.value),
  );
  const opened = items.filter(({ value }) => value !== undefined).length;
  const words = items.length === 0 ? "Nothing was sealed." : `Opens ${opened} of ${items.length}.`;
  const head = make("h4", "", `${title} `, make("span", "kid", `key ${kid}`));
  const view = make("section", "agent", head, make("p", "", ...shown), make("p", "quiet", words));
  view.dataset.agent = name;
  return view;
}

function envelopeView(sealed) {
  const items = sealed.items.map((item) => ({ ...item, sealed: `${item.sealed.slice(0, SHOWN)}...` }));
  const short = { ...sealed, items };
  const count = `${sealed.items.length} sealed ${sealed.items.length === 1 ? "value" : "values"}`;
  return make(
    "details",
    "sealed",
    make("summary", "", `Beside the text: ${count}, ${JSON.stringify(sealed).length} bytes`),
    make("pre", "bytes", JSON.stringify(short, null, 1)),
  );
}

async function post(body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch("/agents/chat", { method: "POST", headers, body });
  return response.json();
}

let count = 0;
function addEntry(body, { received, agents }) {
  const { text, sealed } = received;
  const bytes = make("p", "bytes", ...marked(text, sealed?.items ?? [], bar));
  const entry = make("article", "entry guarded", bytes);
  if (sealed) entry.append(envelopeView(sealed));
  entry.append(make("div", "agents", ...agents.map(agentView)));
  if (sealed) {
    const replay = make("button", "replay", "Send the same bytes again");
    const refused = make("p", "refused");
    replay.type = "button";
    refused.role = "status";
    replay.addEventListener("click", async () => {
      const { code } = await post(body);
      refused.textContent = code === undefined ? "The server took it twice." : `The server refused it: ${code}.`;
    });
    entry.append(replay, refused);
  }
  element("empty").hidden = true;
  element("entries").prepend(entry);
  element("panel-count").textContent = `${++count} ${count === 1 ? "message" : "messages"}`;
  element("announce").textContent = "Received by the server.";
}

try {
  // The id and the agents' public keys come from the server; nothing else knows the id.
  const { id, policy } = await (await fetch("/agents/session")).json();
  const redactor = await globalThis.Blackbar.createRedactor({ policy });
  const chat = redactor.openConversation({ id });
  const form = element("composer");
  const message = element("message");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = message.value.trim();
    if (typed === "") return;
    message.value = "";
    element("said").append(make("li", "", typed));
    const { text, sealed, action } = chat.redact(typed);
    const body = JSON.stringify({ text, sealed });
    const answer = action === "block" ? {} : await post(body).catch(() => ({}));
    if (answer.agents) addEntry(body, answer);
    else element("said").lastChild.append(make("span", "unsent", "This message was not sent."));
  });
  message.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  element("samples").append(
    ...SAMPLES.map(([name, text]) => {
      const button = make("button", "", name);
      button.type = "button";
      button.addEventListener("click", () => {
        message.value = text;
        message.focus();
      });
      return button;
    }),
  );
  form.querySelector("button").disabled = false;
  state("ready", "Engine ready");
} catch {
  state("failed", "No engine: nothing is sent");
}
