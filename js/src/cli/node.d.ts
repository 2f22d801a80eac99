// What the command line uses of Node 18, so that no package of types is needed.

declare module "node:fs" {
  export function createReadStream(path: string): AsyncIterable<Uint8Array>;
}

declare module "node:fs/promises" {
  export function readFile(path: string, encoding: "utf8"): Promise<string>;
  /** "wx" fails with EEXIST. */
  export function writeFile(
    path: string,
    text: string,
    how: { readonly mode: number; readonly flag: "wx" },
  ): Promise<void>;
}

declare module "node:process" {
  interface Output {
    /** False when the reader is slower than the writer. */
    write(text: string): boolean;
    once(event: "drain", heard: () => void): void;
    on(event: "error", heard: () => void): void;
  }
  const process: {
    readonly argv: readonly string[];
    readonly stdin: AsyncIterable<Uint8Array>;
    readonly stdout: Output;
    readonly stderr: Output;
    exitCode: number | undefined;
    exit(code: number): never;
  };
  export default process;
}
