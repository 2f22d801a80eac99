// Four widgets ship one file that holds all they need, and name hundreds of
// packages beside it (those of @n8n/chat do not even resolve). Of these only that
// file is taken, by `npm pack`, and compared with the hash in bundles.json.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const BUILT = join(here, "..", "build", "demo");
export const PACKAGES = join(BUILT, "packages");

/** What is there is not taken again. */
export function takePackages() {
  const wanted = JSON.parse(readFileSync(join(here, "bundles.json"), "utf8"));
  for (const [spec, what] of Object.entries(wanted)) take(spec, what);
}

/** Puts the named files of a package into PACKAGES, once. */
function take(spec, { integrity, files }) {
  const name = spec.slice(0, spec.lastIndexOf("@"));
  const folder = join(PACKAGES, name);
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
