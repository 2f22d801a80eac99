// The panel: what the server received, message by message, newest first.
import { exposed, warm } from "./guard.js";
import { find, pieces } from "./sent.js";
import { counted, entityName, operatorName, reasonWords } from "./words.js";

const element = (id) => document.getElementById(id);
const entries = element("entries");
let shown = 0;

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function textOf(body) {
  try {
    return JSON.parse(body).messages.at(-1).text ?? body;
  } catch {
    return body;
  }
}

// The replaced places as marks; each says what stood there.
function marked(parts, leaked) {
  return parts.map(({ text, finding, raw }) => {
    if (!finding) return text;
    const name = entityName(finding.entity);
    if (leaked) return titled(make("mark", "leak", text), `${name}, as it was typed`);
    if (text === "") return raw ? "" : titled(make("mark", "bar", "\u00a0".repeat(4)), `${name}, removed`);
    return titled(make("mark", "bar", text), name);
  });
}

// The same places in the body as it came, where the text stands as JSON writes it.
function rawPieces(body, parts) {
  const written = parts.map((part) => ({ ...part, text: JSON.stringify(part.text).slice(1, -1), raw: true }));
  const text = written.map((part) => part.text).join("");
  const at = body.lastIndexOf(text);
  if (at < 0) return [{ text: body }];
  return [{ text: body.slice(0, at) }, ...written, { text: body.slice(at + text.length) }];
}

function titled(node, title) {
  node.title = title;
  return node;
}

// In an unguarded message the values stand where they were found.
function exposedPieces(text, findings) {
  const parts = [];
  let at = 0;
  for (const finding of findings) {
    parts.push({ text: text.slice(at, finding.start) });
    parts.push({ text: text.slice(finding.start, finding.end), finding });
    at = finding.end;
  }
  return [...parts, { text: text.slice(at) }];
}

function findingRow(finding, leaked) {
  const fill = make("span", "fill");
  fill.style.inlineSize = `${Math.round(finding.score * 100)}%`;
  const bar = make("span", "score-bar", fill);
  const score = make("span", "score", make("span", "hidden", "Score"), bar, make("span", "number", finding.score.toFixed(2)));
  score.title = "How sure the engine is, from 0 to 1";
  const reasons = finding.reasons.map((reason) => {
    const item = make("li", reason.weight < 0 ? "against" : "", reasonWords(reason));
    item.title = `${reason.detail}, ${reason.weight < 0 ? "" : "+"}${reason.weight.toFixed(2)}`;
    return item;
  });
  const word = leaked ? "exposed" : operatorName(finding.operator);
  return make(
    "li",
    "finding",
    make("span", "entity", entityName(finding.entity)),
    make("span", "operator", word),
    score,
    make("ul", "reasons", ...reasons),
  );
}

function verdict(message, findings, text) {
  if (!message.guarded)
    return findings.length > 0 ? `${counted(findings.length, "value")} exposed` : "Sent without the guard";
  if (findings.length > 0) return `${counted(findings.length, "value")} replaced`;
  return text === message.text ? "Nothing to replace" : "Replaced";
}

// How long the check took. The first message with a kind of value also compiles
// that kind's patterns, so the time of a warm engine stands beside it.
function timing({ text, micros }) {
  const tick = globalThis.crossOriginIsolated ? 5 : 100; // of the browser's clock, in microseconds
  const taken = micros < tick ? `under ${tick}` : Math.round(micros).toLocaleString("en");
  const again = warm(text);
  return `checked in ${taken} \u00b5s` + (again === null ? "" : `, warm ${again.toFixed(1)} \u00b5s`);
}

/** Adds a received request that this page sent. */
export async function addReceived(record) {
  const message = find(record.id);
  if (!message) return;
  const text = textOf(record.body);
  const leaked = !message.guarded;
  const findings = leaked ? await exposed(text) : message.findings;
  const parts = leaked ? exposedPieces(text, findings) : pieces(message.text, text, findings);
  const words = verdict(message, findings, text);

  const facts = ["POST /chat", counted(record.bytes, "byte")];
  if (message.micros !== null) facts.push(timing(message));
  const entry = make(
    "article",
    `entry ${leaked ? "leaked" : "guarded"}`,
    make("header", "entry-head", make("h3", "", words), make("p", "facts", facts.join(" \u00b7 "))),
    make("p", "bytes as-text", ...marked(parts, leaked)),
    make("pre", "bytes as-raw", ...marked(rawPieces(record.body, parts), leaked)),
  );
  if (findings.length > 0)
    entry.append(make("ul", "findings", ...findings.map((finding) => findingRow(finding, leaked))));
  if (message.micros !== null)
    titled(entry.querySelector(".facts"), "Checked: this message, once. Warm: the same text again, the quickest of four rounds.");
  entry.dataset.id = record.id;
  element("empty").hidden = true;
  element("clear").hidden = false;
  entries.prepend(entry);
  entries.scrollTop = 0;
  element("panel-count").textContent = counted(++shown, "message");
  element("announce").textContent = `Received by the server: ${words}.`;
}

/** Notes under a message what the bot wrote before its tokens were put back. */
export function addReply(id, text, restored) {
  const entry = entries.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!entry) return;
  const note = make("p", "reply", make("span", "reply-label", "The bot wrote"), make("q", "", text));
  if (restored) note.append(make("span", "reply-note", "It never saw the values. This page put them back into the chat."));
  entry.append(note);
}

function clear() {
  for (const entry of entries.querySelectorAll(".entry")) entry.remove();
  shown = 0;
  element("panel-count").textContent = "Nothing yet";
  element("empty").hidden = false;
  element("clear").hidden = true;
  fetch("/reset", { method: "POST" });
}

export function startPanel() {
  const views = [...document.querySelectorAll("[data-view]")];
  for (const view of views)
    view.addEventListener("click", () => {
      entries.dataset.view = view.dataset.view;
      for (const each of views) each.setAttribute("aria-pressed", String(each === view));
    });
  element("clear").addEventListener("click", clear);
  const events = new EventSource("/events");
  events.addEventListener("message", ({ data }) => addReceived(JSON.parse(data)));
}
