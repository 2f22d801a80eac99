// The messages this page has sent, and what the engine said of each. They stay
// in this page's memory; the panel needs them to show what was replaced.

const KEPT = 50; // as many as the server remembers
const messages = new Map(); // id -> message
const page = crypto.getRandomValues(new Uint32Array(1))[0].toString(36); // tells two tabs apart
let count = 0;
let latest = null;

/** Notes a message that is about to leave, and what restores the reply to it. */
export function note(text, guarded, restore) {
  latest = { id: `${page}-${++count}`, text, guarded, restore, findings: [], micros: null };
  messages.set(latest.id, latest);
  if (messages.size > KEPT) messages.delete(messages.keys().next().value);
  return latest.id;
}

/** What was sent under that id, or undefined: then it was not this page. */
export const find = (id) => messages.get(id);

// The widget sends one message at a time, so the event belongs to the latest.
document.addEventListener("blackbar:redacted", ({ detail }) => {
  if (!latest) return;
  latest.findings = [...latest.findings, ...detail.findings];
  latest.micros = (latest.micros ?? 0) + detail.micros;
});

/**
 * The received text cut at the replaced places: [{ text, finding? }]. What was
 * put there follows from the operator; the text between is as it was.
 */
export function pieces(original, received, findings) {
  let pattern = "^";
  let at = 0;
  for (const { start, end, operator } of findings) {
    pattern += `(${escaped(original.slice(at, start))})(${replacement(operator, end - start)})`;
    at = end;
  }
  const match = new RegExp(`${pattern}(${escaped(original.slice(at))})$`, "su").exec(received);
  if (!match) return [{ text: received }];
  return match.slice(1).map((text, i) => (i % 2 === 0 ? { text } : { text, finding: findings[(i - 1) / 2] }));
}

function replacement(operator, length) {
  if (operator === "remove") return "";
  if (operator === "mask") return `[^]{1,${length}}?`; // never longer than what it hides
  if (operator === "label") return "\\[[A-Z_]+\\]";
  return "[^]*?";
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
