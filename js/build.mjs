// Builds the npm package into js/dist/: the wasm by CMake into build/wasm, the
// modules by tsc, the files for <script> by esbuild. Run by `npm run build`; what is
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

/** The files for <script>, `new Worker` and the like: each whole in itself, made of a
 *  module of js/dist. One more is one more line. */
const SCRIPTS = [
  { file: "blackbar.js", from: "gate/script.js" },
  { file: "blackbar.nowasm.js", from: "gate/script.js", wasm: false },
  { file: "blackbar-worker.js", from: "worker/serve.js" },
  { file: "blackbar-sw.js", from: "gate/service_worker.js" },
];

const NOT_THERE = [
  "define", "document", "exports", "globalThis.document", "importScripts", "module", "window",
];

/** nowasm/create.js in the place of create.js. */
const withoutWasm = {
  name: "without-wasm",
  setup(build) {
    build.onResolve({ filter: /\/create\.js$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === join(dist, "create.js")
        ? { path: join(dist, "nowasm", "create.js") }
        : undefined,
    );
  },
};

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
  run("cmake", ["--build", tree, "--target", "blackbar_wasm", "blackbar_nowasm"], env);
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
  write("glue.js", await glue("blackbar.js"));
  write("nowasm/glue.js", await glue("blackbar.nowasm.js"));
  // The licences of what is compiled in.
  const boringssl = readFileSync(join(tree, "boringssl_source.txt"), "utf8");
  write("LICENSE.boringssl.txt", readFileSync(join(boringssl, "LICENSE")));
  write("LICENSE.re2.txt", readFileSync(join(modules, "re2", "vendor", "re2", "LICENSE")));
  // What tsc does not copy.
  for (const name of ["embedded.d.ts", "glue.d.ts", "nowasm/glue.d.ts", "policy.schema.json"])
    write(name, readFileSync(join(js, "src", name)));

  run(process.execPath, [join(modules, "typescript", "bin", "tsc"), "-p", js], process.env);
  const { toAscii } = await import("./ascii.mjs"); // reads what tsc wrote
  const made = "// Made by js/build.mjs from blackbar.wasm.\n";
  write("embedded.js", `${made}export const packed = ${JSON.stringify(toAscii(wasm))};\n`);
  for (const script of SCRIPTS) await bundle(script);
  write("integrity.json", `${JSON.stringify(integrity(), null, 2)}\n`);
}

/** Emscripten's output asks the document, or the worker, for its own address, to load
 *  files from beside it, and ends with an offer to other module systems; with these
 *  names undefined all of that falls away. */
async function glue(name) {
  const esbuild = await import("esbuild");
  const made = await esbuild.transform(readFileSync(join(tree, "wasm", name), "utf8"), {
    format: "esm",
    minify: true,
    logLevel: "error",
    define: Object.fromEntries(NOT_THERE.map((name) => [name, "undefined"])),
  });
  return `// Made by Emscripten from wasm/.\n${made.code}`;
}

async function bundle({ file, from, wasm = true }) {
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    entryPoints: [join(dist, from)],
    outfile: join(dist, file),
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    logLevel: "warning",
    banner: { js: "/* blackbar, Apache-2.0 */" },
    plugins: wasm ? [] : [withoutWasm],
    metafile: true,
  });
  // Somebody may have taken another way to the engine than by create.js.
  const strays = Object.keys(metafile.inputs).filter((path) => /\/(?:embedded|wasm)\.js$/.test(path));
  if (wasm || strays.length === 0) return;
  console.error(`${file} must not hold ${strays.join(", ")}`);
  process.exit(1);
}

/** By file, for <script integrity>. */
function integrity() {
  return Object.fromEntries(
    SCRIPTS.map(({ file }) => {
      const hash = createHash("sha384").update(readFileSync(join(dist, file)));
      return [file, `sha384-${hash.digest("base64")}`];
    }),
  );
}

/** Leaves a file alone that is as it should be. */
function write(name, content) {
  const path = join(dist, name);
  const next = Buffer.from(content);
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path) || !readFileSync(path).equals(next)) writeFileSync(path, next);
}

function printSizes() {
  const count = (bytes) => String(bytes).padStart(9);
  const files = ["blackbar.wasm", "glue.js", "embedded.js", ...SCRIPTS.map(({ file }) => file)];
  console.log(`\n${"js/dist".padEnd(18)}      raw     gzip   brotli`);
  for (const name of files) {
    const bytes = readFileSync(join(dist, name));
    const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
    console.log(name.padEnd(18) + sizes.map(count).join(""));
  }
  console.log();
  for (const [name, hash] of Object.entries(integrity()))
    console.log(`${name.padEnd(18)} integrity="${hash}"`);
}
