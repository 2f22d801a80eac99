// What is measured: { name, find(texts) -> findings of each text }. A finding is
// {start, end}; ours also say their entity, their rule, and whether the policy
// keeps the value, which then is found and yet leaves.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built package, with the default policy. */
export async function builtPackage() {
  const { createRedactor } = await import("../../js/dist/index.js");
  const redactor = await createRedactor();
  return {
    name: "blackbar",
    find: async (texts) =>
      texts.map((text) =>
        redactor.redact(text).findings.map(({ start, end, entity, rule, operator }) => {
          return { start, end, entity, rule, kept: operator === "keep" };
        }),
      ),
  };
}

// The same engine, built natively, with the rules as they stand in src/rules now.
const PACK = `
import generate, pack, sys
left_out = []
text = pack.pack(generate.load(skipped=left_out), generate.load_groups())
for line in left_out: print("left out:", line, file=sys.stderr)
sys.stdout.buffer.write(text.encode())`;

/** For whoever writes rules: nothing has to be built anew. It knows no operator,
 *  so nothing counts as kept. */
export function newestRules() {
  const run = (command, args, options) => {
    const stdio = ["pipe", "pipe", "inherit"];
    const ran = spawnSync(command, args, { maxBuffer: 2 ** 30, stdio, ...options });
    if (ran.status !== 0) throw new Error(`${command} failed`, { cause: ran.error });
    return ran.stdout;
  };
  const packed = run("python3", ["-c", PACK], { cwd: join(root, "src/rules") });
  const scan = join(root, "build/native/tests/rules_scan");
  return {
    name: "newest rules",
    find: async (texts) => {
      const folder = mkdtempSync(join(tmpdir(), "blackbar-pack-"));
      try {
        const file = join(folder, "rules.pack");
        writeFileSync(file, packed);
        const input = texts.map((text) => `${JSON.stringify(wellFormed(text))}\n`).join("");
        const lines = run(scan, [file], { input }).toString().trimEnd().split("\n");
        return texts.map((text, i) => {
          const unit = unitsByByte(wellFormed(text));
          return JSON.parse(lines[i]).map(([begin, end, entity, rule]) => {
            return { start: unit[begin], end: unit[end], entity, rule, kept: false };
          });
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** From an offset in UTF-8 to one in UTF-16. */
function unitsByByte(text) {
  const units = [];
  let unit = 0;
  for (const character of text) {
    for (let i = Buffer.byteLength(character); i > 0; --i) units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return units;
}
