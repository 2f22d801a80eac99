// Bundles the pages of ./pages with the esbuild of js/ and the widgets of the demo;
// vue comes from tests/browser. The package itself stays outside: a page loads
// js/dist as it is.
import { createRequire } from "node:module";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PACKAGES, takePackages } from "../../demo/packages.mjs";

const { build } = createRequire(new URL("../../js/package.json", import.meta.url))("esbuild");

const installed = (path) => fileURLToPath(new URL(`../../${path}/node_modules`, import.meta.url));

/** Name to code, of all pages or of those named. */
export async function bundle(names) {
  takePackages();
  const folder = new URL("pages/", import.meta.url);
  const files = (await readdir(folder)).filter(
    (file) => file !== "page.js" && (names?.includes(file.replace(/\.\w+$/, "")) ?? file !== "composer.jsx"),
  );
  const { outputFiles } = await build({
    entryPoints: files.map((file) => new URL(file, folder).pathname),
    outdir: "/",
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    external: ["/blackbar/*"],
    nodePaths: [PACKAGES, installed("demo"), installed("tests/browser")],
    loader: { ".css": "empty" },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    logLevel: "error",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(1).replace(/\.js$/, ""), text]));
}
