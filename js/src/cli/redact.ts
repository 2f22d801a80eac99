import type { AppliedFinding, SealedEnvelope } from "../types.js";
import { allowOnly, type Arguments, conversationOf, list } from "./arguments.js";
import { readLines } from "./lines.js";
import { editLine } from "./message.js";
import { print } from "./output.js";
import { makeRedactor, readPolicy } from "./policy.js";
import { Stop } from "./stop.js";

/** `blackbar redact`: 1 if something was found, else 0. One conversation for all
 *  of the input, so the same value has the same token throughout. */
export async function redact(given: Arguments): Promise<number> {
  const { operands, options } = given;
  if (options.has("--show")) throw new Stop("--show is for scan");
  allowOnly(given, ["--conversation", "--countries", "--expects", "--json", "--jsonl", "--policy"]);
  const policy = options.get("--policy") ?? "default";
  const expects = list(options.get("--expects"));
  const countries = list(options.get("--countries"));
  const redactor = await makeRedactor(policy, await readPolicy(policy), countries, expects);
  const chat = redactor.openConversation({ tag: false, id: conversationOf(given) });
  const files = operands.length === 0 ? ["-"] : operands;
  let code = 0;
  for (const file of files) {
    for await (const line of readLines(file)) {
      const texts: string[] = [];
      const findings: AppliedFinding[] = [];
      const sealed: SealedEnvelope[] = [];
      const edited = editLine(file, line, options.has("--jsonl"), (text) => {
        const redaction = chat.redact(text, { expects });
        texts.push(redaction.text);
        findings.push(...redaction.findings);
        if (redaction.sealed !== undefined) sealed.push(redaction.sealed);
        return redaction.text;
      });
      if (findings.length > 0) code = 1;
      const name = files.length > 1 ? file : undefined;
      const text = texts.join("\n");
      await print(
        options.has("--json")
          ? `${JSON.stringify({ file: name, line: line.number, text, findings, sealed: merged(sealed) })}\n`
          : edited + line.ending,
      );
    }
  }
  return code;
}

/** What is beside all texts of one line: each token once. */
function merged(envelopes: readonly SealedEnvelope[]): SealedEnvelope | undefined {
  const [first] = envelopes;
  if (first === undefined || envelopes.length === 1) return first;
  const all = envelopes.flatMap(({ kid, items }) => items.map((item) => ({ kid, ...item })));
  return { ...first, items: [...new Map(all.map((item) => [item.ref, item])).values()] };
}
