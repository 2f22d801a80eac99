// The chat messages of messages.jsonl, all written for this: {locale, text}, the
// personal parts in doubled braces with their entity, {{CREDIT_CARD:4111 ...}}.
// "<>" stands for nothing; it keeps secret scanners away from made-up keys.
// Numbers are published test numbers, or made up.
import { readFileSync } from "node:fs";
import { covered } from "./spans.mjs";

/** Shares that must not be exceeded. */
export const MOST_LEAKED = 0.03;
export const MOST_DESTROYED = 0.005;

export function readMessages() {
  const lines = readFileSync(new URL("messages.jsonl", import.meta.url), "utf8").split("\n");
  return lines.filter(Boolean).map((line) => {
    const { locale, text } = JSON.parse(line);
    return { locale, ...unmark(text) };
  });
}

/** The text as a person types it, and the spans {start, end, entity} in it. */
export function unmark(marked) {
  const spans = [];
  let text = "";
  let at = 0;
  const source = marked.replaceAll("<>", "");
  for (const { 0: mark, 1: entity, 2: value, index } of source.matchAll(/\{\{([A-Z0-9_]+):(.*?)\}\}/gs)) {
    text += source.slice(at, index);
    spans.push({ start: text.length, end: text.length + value.length, entity });
    text += value;
    at = index + mark.length;
  }
  return { text: text + source.slice(at), spans };
}

/**
 * Personal characters that leave, and other characters that do not.
 * @returns { personal, leaked, clean, destroyed, worst } in characters; worst
 * are the messages where something went wrong, the worst first.
 */
export async function measureMessages(subject, messages) {
  const total = { personal: 0, leaked: 0, clean: 0, destroyed: 0, worst: [] };
  const found = await subject.find(messages.map(({ text }) => text));
  messages.forEach((message, i) => {
    const { text, spans } = message;
    const findings = found[i].filter(({ kept }) => !kept);
    const personal = spans.reduce((sum, { start, end }) => sum + end - start, 0);
    const hidden = spans.reduce((sum, span) => sum + covered(span, findings), 0);
    const taken = covered({ start: 0, end: text.length }, findings);
    const leaked = personal - hidden;
    const destroyed = taken - hidden;
    total.personal += personal;
    total.clean += text.length - personal;
    total.leaked += leaked;
    total.destroyed += destroyed;
    if (leaked + destroyed > 0) total.worst.push({ ...message, leaked, destroyed, found: findings });
  });
  // A character destroyed weighs as much as six leaked: so do the two limits.
  const weight = ({ leaked, destroyed }) => leaked + (destroyed * MOST_LEAKED) / MOST_DESTROYED;
  total.worst.sort((a, b) => weight(b) - weight(a));
  return total;
}

/** What went wrong in a message, in a line. */
export function describe({ locale, text, spans, leaked, destroyed, found }) {
  const quote = ({ start, end, entity = "" }) => `${entity} ${JSON.stringify(text.slice(start, end))}`;
  const missed = spans.filter((span) => covered(span, found) < span.end - span.start);
  const extra = found.filter((one) => spans.reduce((sum, span) => sum + covered(span, [one]), 0) < one.end - one.start);
  const parts = [`leaked ${leaked}, destroyed ${destroyed} (${locale}): ${JSON.stringify(text)}`];
  for (const span of missed) parts.push(`    - ${quote(span)}`);
  for (const one of extra) parts.push(`    + ${quote(one)} ${one.rule ?? ""}`);
  return parts.join("\n");
}
