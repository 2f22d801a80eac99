// Bundles the widgets' pages into build/demo, from widgets/ and the packages
// they come in. Run by demo/start; what is up to date is not made again.
//
//   node demo/bundle.mjs       after npm ci in js/ (for esbuild) and demo/
//
// Four widgets ship one file that holds all they need, and name hundreds of
// packages beside it (those of @n8n/chat do not even resolve). Of these only that
// file is taken, by `npm pack`, and compared with the hash in bundles.json.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WIDGETS } from "./widgets.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, "widgets");
export const BUILT = join(here, "..", "build", "demo");
const packages = join(BUILT, "packages");
const pages = join(BUILT, "pages");
const stamp = join(BUILT, "stamp");

const inputs = [
  ...["bundle.mjs", "bundles.json", "package-lock.json", "widgets.mjs"].map((name) => join(here, name)),
  ...readdirSync(sources).map((name) => join(sources, name)),
];
const hash = createHash("sha256");
for (const input of inputs) hash.update(readFileSync(input));
const current = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== current) {
  for (const [spec, wanted] of Object.entries(JSON.parse(readFileSync(join(here, "bundles.json"), "utf8"))))
    take(spec, wanted);
  await bundle();
  writeFileSync(stamp, current);
}

/** Puts the named files of a package into build/demo/packages, once. */
function take(spec, { integrity, files }) {
  const name = spec.slice(0, spec.lastIndexOf("@"));
  const folder = join(packages, name);
  const taken = join(folder, ".integrity");
  if (existsSync(taken) && readFileSync(taken, "utf8") === integrity) return;
  console.log(`Taking ${spec}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const archive = execFileSync("npm", ["pack", spec, "--ignore-scripts", "--silent"], options).trim();
  const found = `sha512-${createHash("sha512").update(readFileSync(join(folder, archive))).digest("base64")}`;
  if (found !== integrity) throw new Error(`${spec} is not what bundles.json says: ${found}`);
  execFileSync("tar", ["-xzf", archive, "--strip-components=1", ...files.map((file) => `package/${file}`)], options);
  rmSync(join(folder, archive));
  writeFileSync(taken, integrity);
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
    nodePaths: [packages],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: Object.fromEntries([".svg", ".woff", ".woff2", ".ttf", ".eot"].map((ending) => [ending, "dataurl"])),
    logLevel: "error",
  });
}
