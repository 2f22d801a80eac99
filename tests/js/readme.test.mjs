// The examples of README.md do what their comments say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```(?:js|mjs|javascript)\n([^]*?)^```/gm)].map(([, code]) => code);
const examples = blocks.filter((code) => code.includes("createRedactor"));

test("README has examples: of an app, of sealed values", () => assert.equal(examples.length, 2));

for (const [index, example] of examples.entries()) {
  test(`README's example ${index + 1} prints what it says`, () => {
    // console.log(x);   // what it prints
    const printed = /console\.log\(.*\);?[ \t]*\/\/ (.*)$/gm;
    const expected = [...example.matchAll(printed)].map(([, said]) => said.trimEnd());
    assert.ok(expected.length > 0, "an example should show what it prints");
    const entry = (name) => JSON.stringify(new URL(`../../js/dist/${name}`, import.meta.url).href);
    let program = example
      .replace(/from\s+"blackbar"/g, `from ${entry("index.js")}`)
      .replace(/from\s+"blackbar\/server"/g, `from ${entry("server/index.js")}`);
    // Node before 24 does not parse `using`.
    program = program.replace(/^(\s*)using\b/gm, "$1const");
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program]);
    // Each conversation has a tag of its own; the README's is KX4T.
    const printedNow = output.toString().trimEnd().replace(/_[A-Z][A-Z2-9]{3}\)/g, "_KX4T)");
    assert.deepEqual(printedNow.split("\n"), expected);
  });
}
