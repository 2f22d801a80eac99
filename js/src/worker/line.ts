import { BlackbarError } from "../types.js";
import { trustedUrl } from "../trusted.js";
import type { Answer, Call, Fault } from "./protocol.js";

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/** The way to a worker and back. Whatever goes wrong with the worker, all that wait
 *  are refused, and all that come after. */
export class Line {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #watch = new AbortController();
  #ended: BlackbarError | undefined;
  #count = 0;

  /** @throws {BlackbarError} if there can be no such worker. */
  constructor(worker: URL | string | Worker) {
    this.#worker = open(worker);
    this.#worker.addEventListener("message", (event: MessageEvent<Answer>) => this.#take(event.data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault(); // it is told by what is rejected
      // An Event without a message is a file that did not load.
      const what = event.message ? `stopped: ${event.message}` : "did not load";
      this.fail(`the worker ${what}`, event);
    });
    this.#worker.addEventListener("messageerror", (event) =>
      this.fail("an answer of the worker could not be read", event),
    );
  }

  call(name: string, args: readonly unknown[], chat = 0): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) throw this.#ended;
      const id = ++this.#count;
      const call: Call = { id, name, chat, with: args };
      try {
        this.#worker.postMessage(call);
      } catch (cause) {
        const message = "holds what cannot be sent to a worker, such as a function";
        throw new BlackbarError("wrong-type", "options", message, { cause });
      }
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /** Fails when the worker, whose lock it is, is no more: of that there is no event. */
  watch(lock: string): void {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks;
    const gone = (): void => this.fail("the worker is gone", undefined);
    // Refused where an origin has no locks, or when end() has no more interest.
    locks?.request(lock, { signal: this.#watch.signal }, gone).catch(() => {});
  }

  fail(message: string, cause: unknown): void {
    this.end(new BlackbarError("worker-failed", "options.worker", message, { cause }));
  }

  /** The first reason holds. */
  end(reason: BlackbarError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#watch.abort();
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #take(answer: Answer | null): void {
    const waiting = this.#waiting.get(answer?.id as number);
    if (answer === null || waiting === undefined) return; // nothing of ours
    const { fault } = answer;
    const error = fault === undefined ? undefined : errorOf(fault);
    // What nobody foresaw may have left the engine in any state.
    if (fault !== undefined && error === undefined)
      return this.fail(`the engine stopped: ${fault.message}`, undefined);
    this.#waiting.delete(answer.id);
    if (error !== undefined) waiting.reject(error);
    else waiting.resolve(answer.value);
  }
}

function open(worker: URL | string | Worker): Worker {
  if (typeof worker === "object" && !(worker instanceof URL)) return worker;
  if (typeof Worker !== "function" || typeof location !== "object")
    throw new BlackbarError("worker-failed", "options.worker", "this platform has no Workers of a page");
  const address = trustedUrl(worker, "options.worker");
  try {
    return new Worker(address, { name: "blackbar" });
  } catch (cause) {
    const message = "a Content-Security-Policy forbids it: worker-src, or trusted-types blackbar";
    throw new BlackbarError("worker-failed", "options.worker", message, { cause });
  }
}

function errorOf({ code, where, name, message }: Fault): Error | undefined {
  if (code !== undefined) return new BlackbarError(code, where, message);
  if (name === "TypeError") return new TypeError(message);
  if (name === "RangeError") return new RangeError(message);
  return undefined;
}
