import { BlackbarError } from "./types.js";

/** Random bytes fit for keys (W3C Web Cryptography API, section 10). */
export type Random = Pick<Crypto, "getRandomValues">;

/** The platform's own; Node 18 has it in a module only.
 *  @throws {BlackbarError} "no-random": tokens that can be guessed are none. */
export async function randomness(): Promise<Random> {
  if (typeof globalThis.crypto?.getRandomValues === "function") return globalThis.crypto;
  try {
    const name = "node:crypto"; // a name that no bundler resolves
    return ((await import(name)) as { webcrypto: Random }).webcrypto;
  } catch (cause) {
    const message = "this platform has no crypto.getRandomValues";
    throw new BlackbarError("no-random", "", message, { cause });
  }
}
