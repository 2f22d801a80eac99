import type { Conversation } from "./conversation.js";
import type { AppliedFinding, Redaction, RedactOptions } from "./types.js";

/** What the engine calls a token of the conversation's own that it meets in a text. */
const TOKEN = "PLACEHOLDER";

/**
 * Redacts a text that may have been redacted before: a field that a guard wrote into,
 * a history with the other side's answers. The engine takes a token in a text for one
 * that somebody typed, and hides it behind another; here the conversation's own stay.
 * (Restoring them first would leak a name that only its old neighbours gave away.)
 */
export function redactAgain(
  chat: Pick<Conversation, "redact">,
  text: string,
  options?: RedactOptions,
): Redaction {
  const redaction = chat.redact(text, options);
  if (!redaction.findings.some(({ entity }) => entity === TOKEN)) return redaction;
  const findings: AppliedFinding[] = [];
  let out = "";
  let copied = 0;
  for (const finding of redaction.findings) {
    if (finding.entity === TOKEN) continue;
    out += text.slice(copied, finding.start);
    const outStart = out.length;
    out += finding.replacement;
    copied = finding.end;
    findings.push({ ...finding, outStart, outEnd: out.length });
  }
  return { ...redaction, text: out + text.slice(copied), findings };
}
