import type { Redactor } from "../redactor.js";
import type { Arguments } from "./arguments.js";
import { type Case, type Expected, readCases } from "./cases.js";
import { print } from "./output.js";
import { makeRedactor, readPolicy } from "./policy.js";
import { Stop } from "./stop.js";

/** `blackbar test POLICY CASES`: 0 if every case holds, else 1. */
export async function test({ operands, options }: Arguments): Promise<number> {
  const [name, file] = operands;
  if (name === undefined || file === undefined || operands.length > 2)
    throw new Stop("say blackbar test POLICY CASES");
  for (const option of options.keys()) throw new Stop(`${option} is not for test; a case says it`);
  const policy = await readPolicy(name);
  // By their countries; the first says what is wrong in the policy before any case.
  const redactors = new Map([["", await makeRedactor(name, policy, [])]]);
  let cases = 0;
  let failed = 0;
  for await (const one of readCases(file)) {
    const key = one.countries.join();
    let redactor = redactors.get(key);
    if (redactor === undefined) {
      redactor = await makeRedactor(name, policy, one.countries);
      redactors.set(key, redactor);
    }
    checkExpects(redactor, one);
    const lines = difference(redactor, one);
    ++cases;
    if (lines.length === 0) continue;
    ++failed;
    await print(`${[`FAILED ${one.title}`, ...lines].join("\n  ")}\n`);
  }
  if (cases === 0) throw new Stop(`${file}: holds no case`);
  await print(`${cases} cases, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function checkExpects(redactor: Redactor, { title, expects }: Case): void {
  try {
    redactor.detect("", { expects });
  } catch (error) {
    const message = (error as Error).message.replace(/^options\.expects[^:]*: /, "");
    throw new Stop(`${title}: $.expects: ${message}`);
  }
}

/** What was expected and did not come, what came unexpected, and between them
 *  what holds; nothing if the case holds. */
function difference(redactor: Redactor, { text, findings, redacted, expects }: Case): string[] {
  const line = ({ entity, start, end }: Expected) =>
    `${entity} ${start}-${end} ${JSON.stringify(text.slice(start, end))}`;
  const expected = new Set(findings.map(line));
  const found = redactor.detect(text, { expects });
  const actual = new Set(found.map(line));
  const all = [...findings, ...found].sort((a, b) => a.start - b.start || a.end - b.end).map(line);
  const lines = [...new Set(all)].map((one) => {
    if (!actual.has(one)) return `- ${one}`;
    return expected.has(one) ? `  ${one}` : `+ ${one}`;
  });
  const out = redactor.redact(text, { expects }).text;
  if (redacted !== undefined && redacted !== out)
    lines.push(`- redacted ${JSON.stringify(redacted)}`, `+ redacted ${JSON.stringify(out)}`);
  return lines.every((one) => one.startsWith("  ")) ? [] : lines;
}
