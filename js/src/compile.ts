import { BlackbarError, type ErrorCode, type WasmSource } from "./types.js";
import { wrongType } from "./options.js";

// From whatever the caller has to a WebAssembly.Module, and, where that fails,
// to a code that says why. Browsers tell these failures apart only in words
// that differ between them, so the bytes are looked at here.

function fail(code: ErrorCode, message: string, cause?: unknown): never {
  throw new BlackbarError(code, "options.wasm", message, { cause });
}

// Not Exclude<WasmSource, WebAssembly.Module>: that interface is empty, and
// every type extends it.
type Bytes = BufferSource | Response | URL | (() => BufferSource);

export const SOURCES = "a BufferSource, Response, URL or WebAssembly.Module";

/** The smallest module there is: magic number and version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const DATA_SECTION = 11;

export async function compile(
  source: WasmSource | (() => BufferSource),
): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object")
    fail("wasm-blocked", "there is no WebAssembly on this platform, or it is switched off");
  if (source instanceof WebAssembly.Module) return source;
  const { bytes, from } = await read(source as Bytes);
  inspect(bytes, from);
  try {
    return await WebAssembly.compile(bytes as BufferSource);
  } catch (cause) {
    await failIfBlocked(cause);
    return fail("wasm-invalid", `the bytes${from} do not compile`, cause);
  }
}

/** Who refuses an empty module refuses every module. */
export async function failIfBlocked(cause: unknown): Promise<void> {
  try {
    await WebAssembly.instantiate(await WebAssembly.compile(EMPTY_MODULE));
  } catch {
    const remedy = "the Content-Security-Policy needs script-src 'wasm-unsafe-eval'";
    fail("wasm-blocked", `WebAssembly is forbidden here; ${remedy}`, cause);
  }
}

/** `from` ends a sentence: " from https://..." or nothing. */
async function read(source: Bytes): Promise<{ bytes: Uint8Array; from: string }> {
  if (typeof source === "function") return { bytes: view(source()), from: "" };
  if (source instanceof URL) return download(source);
  if (typeof Response === "function" && source instanceof Response) return body(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source))
    return { bytes: view(source), from: "" };
  throw wrongType("options.wasm", SOURCES, source);
}

function view(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

async function download(url: URL): Promise<{ bytes: Uint8Array; from: string }> {
  const response = await fetch(url, { credentials: "same-origin" }).catch((cause: unknown) =>
    fail("wasm-fetch", `cannot fetch ${url.href}`, cause),
  );
  return body(response, url.href);
}

async function body(
  response: Response,
  url = response.url,
): Promise<{ bytes: Uint8Array; from: string }> {
  const from = url === "" ? "" : ` from ${url}`;
  if (!response.ok) fail("wasm-fetch", `HTTP status ${response.status}${from}`);
  const bytes = await response.arrayBuffer().catch((cause: unknown) =>
    fail("wasm-fetch", `the connection broke while reading${from}`, cause),
  );
  return { bytes: new Uint8Array(bytes), from };
}

/** Fails with the code that fits if the bytes cannot be a whole module. */
function inspect(bytes: Uint8Array, from: string): void {
  const magic = EMPTY_MODULE.subarray(0, 4);
  const length = Math.min(4, bytes.length);
  for (let i = 0; i < length; ++i) {
    if (bytes[i] === magic[i]) continue;
    if (/^\uFEFF?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 64))))
      fail("wasm-html", `an HTML page came in place of blackbar.wasm${from}`);
    fail("wasm-invalid", `these bytes are not WebAssembly${from}`);
  }
  if (!isWhole(bytes)) fail("wasm-truncated", `blackbar.wasm ends too early${from}`);
}

/** Walks the sections: id, LEB128 size, contents. Ours end with data. */
function isWhole(bytes: Uint8Array): boolean {
  let at = EMPTY_MODULE.length;
  let hasData = false;
  while (at < bytes.length) {
    const id = bytes[at++]!;
    let size = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= bytes.length) return false;
      const byte = bytes[at++]!;
      size += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    at += size;
    hasData ||= id === DATA_SECTION;
  }
  return at === bytes.length && hasData;
}
