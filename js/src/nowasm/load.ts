import { LAYOUT, MessageBuffer, type Exports } from "../buffer.js";
import { BlackbarError } from "../types.js";
import type { Wasm } from "../wasm.js";
import createBlackbar from "./glue.js";

// What wasm.ts does, with the engine as JavaScript (binaryen's wasm2js) in place
// of WebAssembly: no bytes, nothing to compile, nothing that a
// Content-Security-Policy has to allow beyond the script itself.

type Made = Omit<Wasm, "buffer"> & { readonly asm: Omit<Exports, "memory"> };

let running: Promise<Wasm> | undefined;

/** @throws {BlackbarError} unknown-key, for a source of WebAssembly. */
export async function loadScript(source: unknown): Promise<Wasm> {
  if (source !== undefined) {
    const message = "no such key; this build has no WebAssembly to load";
    throw new BlackbarError("unknown-key", "options.wasm", message);
  }
  if (running === undefined) {
    running = start();
    running.catch(() => (running = undefined));
  }
  return running;
}

async function start(): Promise<Wasm> {
  const memory = new Memory();
  const module = { noExitRuntime: true };
  // Emscripten sets this one when it starts, and each time the memory has grown. Not
  // enumerable, or it would copy it.
  Object.defineProperty(module, "HEAPU8", { set: (view) => memory.follow(view) });
  const made = await createBlackbar(module).then(
    (bound) => bound as Made,
    (cause: unknown) => {
      throw new BlackbarError("wasm-invalid", "", "the engine cannot start", { cause });
    },
  );
  if (made.layout() !== LAYOUT)
    throw new BlackbarError("wasm-invalid", "", "this engine is that of another version");
  return Object.assign(made, { buffer: new MessageBuffer({ ...made.asm, memory }) });
}

/** Behaves as WebAssembly.Memory does: when it grows, its old buffer is no more.
 *  buffer.ts relies on that, as the engine would not see a text that is written into
 *  an old one; and no copy of what it held may stay behind. */
class Memory {
  buffer = new ArrayBuffer(0);

  follow({ buffer: next }: Uint8Array<ArrayBuffer>): void {
    const last = this.buffer;
    if (next === last) return;
    this.buffer = next;
    new Uint8Array(last).fill(0);
    structuredClone(last, { transfer: [last] });
  }
}
