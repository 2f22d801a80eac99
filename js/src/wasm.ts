import { LAYOUT, MessageBuffer, type Exports } from "./buffer.js";
import createBlackbar from "./glue.js";
import { BlackbarError, type ErrorCode, type WasmSource } from "./types.js";
import { compile, failIfBlocked, SOURCES } from "./compile.js";
import { wrongType } from "./options.js";
import { randomness } from "./random.js";

// The shape of wasm/binding.cpp, by hand: emcc 3.1.6 cannot emit it yet.
// Everything here is internal; nothing is re-exported from index.ts.

export interface Failure {
  code: ErrorCode;
  where: string;
  message: string;
}

interface Bound {
  create(policy: string, countries: string, now: number):
    { engine: number; entities: string[] } | ({ engine?: undefined } & Failure);
  expect(engine: number, entities: string):
    { expectation: number } | ({ expectation?: undefined } & Failure);
  choose(engine: number, expectation: number, entity: string, operator: string): Failure | undefined;
  dropExpectation(expectation: number): void;
  detectObjects(engine: number, text: string): object[];
  closeEngine(engine: number): void;
  openConversation(random: Uint8Array): number;
  know(chat: number, engine: number, entity: string, value: string): Failure | undefined;
  sealAs(chat: number, engine: number, id: string, recipients: string, now: number): Failure | undefined;
  keysExpire(chat: number, engine: number): number;
  closeConversation(chat: number): void;
  entries(chat: number): { token: string; entity: string; value: string }[];
  correct(chat: number, token: string, value: string): boolean;
  forget(chat: number, token: string): boolean;
  save(chat: number): string;
  load(chat: number, saved: string): boolean;
  makeRestoration(entities: string, sink: number): number;
  dropRestoration(how: number): void;
  openRedaction(engine: number, chat: number, expectation: number): number;
  closeRedaction(stream: number): void;
  openRestoration(chat: number, how: number): number;
  closeRestoration(stream: number): void;
  openValue(
    suite: number, key: Uint8Array, kid: string, type: string, ctx: string, ref: string,
    sealed: Uint8Array,
  ): string | undefined;
  openInline(text: string, key: Uint8Array, ctx: string): string | undefined;
  openNumber(key: Uint8Array, kid: string, type: string, ctx: string, value: string): string | undefined;
  publicKeyOf(privateKey: Uint8Array): Uint8Array<ArrayBuffer>;
  scrub(): void;
  version(): string;
  layout(): number;
}

export interface Wasm extends Bound {
  readonly buffer: MessageBuffer;
}

/** One running module for each source: all redactors of a page share it. */
const running = new Map<string, Promise<Wasm>>();
const runningOf = new WeakMap<object, Promise<Wasm>>();

/**
 * Starts the engine. A source that failed is tried again by the next call.
 * @throws {BlackbarError} wasm-blocked, -html, -truncated, -invalid or -fetch.
 */
export function loadWasm(source: WasmSource | (() => BufferSource)): Promise<Wasm> {
  if (typeof source !== "function" && (typeof source !== "object" || source === null))
    return Promise.reject(wrongType("options.wasm", SOURCES, source));
  const url = source instanceof URL ? source.href : undefined;
  const known = url === undefined ? runningOf.get(source) : running.get(url);
  if (known !== undefined) return known;
  const started = compile(source).then(start);
  const forget = (): void => {
    if (url === undefined) runningOf.delete(source);
    else running.delete(url);
  };
  if (url === undefined) runningOf.set(source, started);
  else running.set(url, started);
  started.catch(forget);
  return started;
}

async function start(module: WebAssembly.Module): Promise<Wasm> {
  const invalid = (cause: unknown): BlackbarError => {
    const message = "this WebAssembly is not blackbar's, or that of another version";
    return new BlackbarError("wasm-invalid", "options.wasm", message, { cause });
  };
  const source = await randomness();
  // One call for a message; of more than 64 KiB getRandomValues has to be asked by parts.
  const random = (bytes: Uint8Array<ArrayBuffer>): void => {
    for (let at = 0; at < bytes.length; at += 65536)
      source.getRandomValues(bytes.subarray(at, at + 65536));
  };
  let exports: Exports | undefined;
  const bound = await new Promise<Bound>((resolve, reject) => {
    // Given this hook, Emscripten's glue neither fetches nor compiles.
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object => {
      const received = (instance: WebAssembly.Instance): void => {
        exports = instance.exports as unknown as Exports;
        receive(instance, module);
      };
      // Whether it throws or rejects: what it throws, the glue would swallow.
      const instance = Promise.resolve().then(() => WebAssembly.instantiate(module, imports));
      instance.then(received).catch(reject);
      return {};
    };
    const settled = createBlackbar({ instantiateWasm, noExitRuntime: true, random });
    settled.then((made) => resolve(made as Bound), reject);
  }).catch(async (cause: unknown) => {
    await failIfBlocked(cause);
    throw invalid(cause);
  });
  const fits = typeof exports?.blackbar_detect === "function" && bound.layout() === LAYOUT;
  if (exports === undefined || !fits) throw invalid(undefined);
  return Object.assign(bound, { buffer: new MessageBuffer(exports) });
}
