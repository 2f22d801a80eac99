// Bundles the widgets' pages into build/demo, from widgets/ and the packages
// they come in. Run by demo/start; what is up to date is not made again.
//
//   node demo/bundle.mjs       after npm ci in js/ (for esbuild) and demo/
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT, PACKAGES, takePackages } from "./packages.mjs";
import { WIDGETS } from "./widgets.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, "widgets");
const pages = join(BUILT, "pages");
const stamp = join(BUILT, "stamp");

const inputs = [
  ...["bundle.mjs", "bundles.json", "package-lock.json", "packages.mjs", "widgets.mjs"].map((name) => join(here, name)),
  ...readdirSync(sources).map((name) => join(sources, name)),
];
const hash = createHash("sha256");
for (const input of inputs) hash.update(readFileSync(input));
const current = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== current) {
  takePackages();
  await bundle();
  writeFileSync(stamp, current);
}

async function bundle() {
  console.log(`Bundling ${WIDGETS.length} pages`);
  const esbuild = createRequire(join(here, "..", "js", "package.json"))("esbuild");
  const entries = WIDGETS.map(({ name }) => readdirSync(sources).find((file) => file.replace(/\.jsx?$/, "") === name));
  rmSync(pages, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: entries.map((file) => join(sources, file)),
    outdir: pages,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    nodePaths: [PACKAGES],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: Object.fromEntries([".svg", ".woff", ".woff2", ".ttf", ".eot"].map((ending) => [ending, "dataurl"])),
    logLevel: "error",
  });
}
