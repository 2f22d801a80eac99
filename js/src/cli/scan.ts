import type { Finding } from "../types.js";
import { allowOnly, type Arguments, list } from "./arguments.js";
import { readLines } from "./lines.js";
import { editLine } from "./message.js";
import { print } from "./output.js";
import { makeRedactor, readPolicy } from "./policy.js";

/** `blackbar scan`: 1 if something was found, else 0. */
export async function scan(given: Arguments): Promise<number> {
  const { operands, options } = given;
  allowOnly(given, ["--countries", "--expects", "--json", "--jsonl", "--policy", "--show"]);
  const policy = options.get("--policy") ?? "default";
  const expects = list(options.get("--expects"));
  const countries = list(options.get("--countries"));
  const redactor = await makeRedactor(policy, await readPolicy(policy), countries, expects);
  const files = operands.length === 0 ? ["-"] : operands;
  const show = options.has("--show");
  let code = 0;
  for (const file of files) {
    for await (const line of readLines(file)) {
      const found: Shown[] = [];
      editLine(file, line, options.has("--jsonl"), (text) => {
        for (const finding of redactor.detect(text, { expects }))
          found.push(show ? { ...finding, value: text.slice(finding.start, finding.end) } : finding);
        return text;
      });
      if (found.length > 0) code = 1;
      const name = files.length > 1 ? file : undefined;
      const format = options.has("--json") ? json : plain;
      await print(format(name, line.number, found));
    }
  }
  return code;
}

type Shown = Finding & { readonly value?: string };

function json(file: string | undefined, line: number, findings: readonly Shown[]): string {
  return `${JSON.stringify({ file, line, findings })}\n`;
}

function plain(file: string | undefined, line: number, findings: readonly Shown[]): string {
  const place = file === undefined ? line : `${file}:${line}`;
  return findings
    .map(({ start, entity, rule, score, risk, value }) => {
      const shown = value === undefined ? "" : ` ${JSON.stringify(value)}`;
      return `${place}:${start + 1} ${entity} ${rule} ${score.toFixed(2)} ${risk}${shown}\n`;
    })
    .join("");
}
