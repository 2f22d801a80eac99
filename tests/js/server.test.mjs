// Importing the package on a server touches no DOM, and nothing else global.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const dist = (name) => new URL(`../../js/dist/${name}`, import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("../../js/package.json", import.meta.url)));

for (const entry of ["index.js", "url.js", "gate/index.js", "nowasm/index.js", "worker/index.js"]) {
  test(`import ${entry} looks at no browser global`, () => {
    const program = `
      for (const name of ["document", "window", "self", "location", "XMLHttpRequest", "navigator"])
        Object.defineProperty(globalThis, name, { configurable: true,
          get() { throw new Error("looked at " + name); } });
      const { fetch } = globalThis;
      const before = Object.getOwnPropertyNames(globalThis).join();
      await import(${JSON.stringify(dist(entry).href)});
      if (globalThis.fetch !== fetch) throw new Error("changed fetch");
      if (Object.getOwnPropertyNames(globalThis).join() !== before) throw new Error("added a global");
      console.log("quiet");`;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program]);
    assert.equal(output.toString().trim(), "quiet");
  });
}

test("package.json exports what is there, types first", () => {
  const adapters = readdirSync(new URL("../../js/src/adapters/", import.meta.url));
  const named = adapters.map((file) => file.replace(/\.ts$/, ""));
  assert.ok(named.length >= 10);
  for (const [entry, target] of Object.entries(exports)) {
    const paths = typeof target === "string" ? [target] : Object.values(target);
    // "./adapters/*" is each of its files.
    const all = paths.flatMap((path) => (path.includes("*") ? named.map((name) => path.replace("*", name)) : [path]));
    for (const path of all)
      assert.doesNotThrow(() => readFileSync(new URL(`../../js/${path}`, import.meta.url)), entry);
    if (typeof target === "object") assert.equal(Object.keys(target)[0], "types");
  }
});

test("no file of the package evaluates strings or names a machine's path", () => {
  for (const name of ["blackbar.js", "blackbar.nowasm.js", "blackbar-worker.js", "glue.js", "index.js", "url.js"]) {
    const code = readFileSync(dist(name), "utf8");
    assert.doesNotMatch(code, /\bnew Function\b|\beval\(/, name);
    assert.ok(!code.includes(fileURLToPath(new URL("../..", import.meta.url))), name);
  }
  const wasm = readFileSync(dist("blackbar.wasm"), "latin1");
  assert.ok(!wasm.includes(fileURLToPath(new URL("../..", import.meta.url))));
});
