// Builds the npm package into js/dist/: the wasm by CMake into build/wasm, the
// modules by tsc, the <script> file by esbuild. Run by `npm run build`; what is
// up to date is not built again.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const js = dirname(fileURLToPath(import.meta.url));
const root = dirname(js);
const tree = join(root, "build", "wasm");
const dist = join(js, "dist");
const modules = join(js, "node_modules");

checkTools();
buildWasm();
await buildPackage();
printSizes();

/** Says which tools are missing, all at once. */
function checkTools() {
  const tools = [
    // what, arguments, how to get it on Debian, least version
    ["cmake", ["--version"], "apt-get install cmake", [3, 23]],
    ["ninja", ["--version"], "apt-get install ninja-build"],
    ["emcc", ["--version"], "apt-get install emscripten"],
    ["emcmake", ["--help"], "apt-get install emscripten"],
    ["python3", ["--version"], "apt-get install python3"],
  ];
  const missing = [];
  for (const [tool, args, remedy, least] of tools) {
    const ran = spawnSync(tool, args, { encoding: "utf8" });
    if (ran.error !== undefined) missing.push(`${tool} is missing: ${remedy}`);
    else if (least !== undefined && isOlder(ran.stdout, least))
      missing.push(`${tool} is older than ${least.join(".")}: ${remedy}`);
  }
  if (!hasBoringssl() && spawnSync("git", ["--version"]).error !== undefined)
    missing.push("BoringSSL's sources, or git to fetch them, are missing: tests/setup, apt-get install git");
  if (!existsSync(join(modules, "typescript")))
    missing.push("node_modules is missing: npm ci --ignore-scripts");
  if (missing.length === 0) return;
  console.error(`blackbar cannot be built:\n  ${missing.join("\n  ")}`);
  process.exit(1);
}

/** Where src/boringssl.cmake looks before it asks the network. */
function hasBoringssl() {
  if (existsSync(join(tree, "boringssl_source.txt"))) return true;
  const cmake = readFileSync(join(root, "src", "boringssl.cmake"), "utf8");
  const revision = /set\(revision (\w+)\)/.exec(cmake)[1];
  const cache = process.env.XDG_CACHE_HOME || join(process.env.HOME ?? "", ".cache");
  return existsSync(join(cache, "blackbar", `boringssl-${revision}`, "crypto", "hpke", "hpke.c"));
}

function isOlder(output, [major, minor]) {
  const found = /(\d+)\.(\d+)/.exec(output);
  if (found === null) return false;
  const [, a, b] = found.map(Number);
  return a < major || (a === major && b < minor);
}

function buildWasm() {
  // Debian's emscripten finds acorn, which its optimiser needs, only so.
  const paths = [process.env.NODE_PATH, "/usr/share/nodejs"].filter(Boolean);
  const env = { ...process.env, NODE_PATH: paths.join(":") };
  if (!existsSync(join(tree, "build.ninja"))) {
    const cache = join(root, "wasm", "cache.cmake");
    run("emcmake", ["cmake", "-C", cache, "-S", root, "-B", tree, "-G", "Ninja"], env);
  }
  run("cmake", ["--build", tree, "--target", "blackbar_wasm"], env);
}

function run(command, args, env) {
  const ran = spawnSync(command, args, { env, stdio: "inherit" });
  if (ran.status !== 0) {
    console.error(`failed: ${command} ${args.join(" ")}`);
    process.exit(ran.status ?? 1);
  }
}

async function buildPackage() {
  const esbuild = await import("esbuild");
  mkdirSync(dist, { recursive: true });
  const wasm = readFileSync(join(tree, "wasm", "blackbar.wasm"));
  write("blackbar.wasm", wasm);
  const made = "// Made by js/build.mjs from blackbar.wasm.\n";
  write("embedded.js", `${made}export const base64 =\n  "${wasm.toString("base64")}";\n`);

  // Emscripten's output asks the document for its own address, and ends with an
  // offer to other module systems; with these names undefined both fall away.
  const glue = await esbuild.transform(readFileSync(join(tree, "wasm", "blackbar.js"), "utf8"), {
    format: "esm",
    minify: true,
    logLevel: "error",
    define: Object.fromEntries(
      ["define", "document", "exports", "globalThis.document", "module"].map((name) => [
        name,
        "undefined",
      ]),
    ),
  });
  write("glue.js", `// Made by Emscripten from wasm/.\n${glue.code}`);
  // The licences of what is compiled in.
  const boringssl = readFileSync(join(tree, "boringssl_source.txt"), "utf8");
  write("LICENSE.boringssl.txt", readFileSync(join(boringssl, "LICENSE")));
  write("LICENSE.re2.txt", readFileSync(join(modules, "re2", "vendor", "re2", "LICENSE")));
  // What tsc does not copy.
  for (const name of ["embedded.d.ts", "glue.d.ts", "policy.schema.json"])
    write(name, readFileSync(join(js, "src", name)));

  run(process.execPath, [join(modules, "typescript", "bin", "tsc"), "-p", js], process.env);
  await esbuild.build({
    entryPoints: [join(dist, "gate", "script.js")],
    outfile: join(dist, "blackbar.js"),
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    logLevel: "warning",
    banner: { js: "/* blackbar, Apache-2.0 */" },
  });
}

/** Leaves a file alone that is as it should be. */
function write(name, content) {
  const path = join(dist, name);
  const next = Buffer.from(content);
  if (!existsSync(path) || !readFileSync(path).equals(next)) writeFileSync(path, next);
}

function printSizes() {
  const count = (bytes) => String(bytes).padStart(9);
  console.log(`\n${"js/dist".padEnd(16)}      raw     gzip   brotli`);
  for (const name of ["blackbar.wasm", "glue.js", "embedded.js", "blackbar.js"]) {
    const bytes = readFileSync(join(dist, name));
    const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
    console.log(name.padEnd(16) + sizes.map(count).join(""));
  }
  const hash = createHash("sha384").update(readFileSync(join(dist, "blackbar.js")));
  console.log(`\nblackbar.js integrity="sha384-${hash.digest("base64")}"`);
}
