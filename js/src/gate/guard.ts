import { createRedactor } from "../create.js";
import type { Conversation } from "../conversation.js";
import type { Redactor } from "../redactor.js";
import { BlackbarError, type RedactorOptions } from "../types.js";
import type { Editor } from "./body.js";
import type { Endpoints } from "./endpoints.js";
import { emit, report, type FindingReport } from "./events.js";

/** What fetch.ts and xhr.ts share: the engine, its state, and the way to it. */
export class Guard {
  state: "starting" | "ready" | "failed" = "starting";
  redactor: Redactor | undefined;
  conversation: Conversation | undefined;
  readonly ready: Promise<void>;
  readonly endpointOf: Endpoints;
  readonly keys: ReadonlySet<string>;
  #failure: BlackbarError | undefined;
  #waiting = 0;

  /** Make it before fetch is patched: what it fetches must not wait for it. */
  constructor(
    endpoints: Endpoints,
    keys: readonly string[],
    options: RedactorOptions,
    id: string | undefined,
  ) {
    this.endpointOf = endpoints;
    this.keys = new Set(keys);
    const { wasm } = options;
    const early =
      wasm instanceof URL ? { wasm: globalThis.fetch(wasm, { credentials: "same-origin" }) } : {};
    this.ready = createRedactor({ ...options, ...early })
      .then((redactor) => {
        this.conversation = redactor.openConversation(id === undefined ? {} : { id });
        this.redactor = redactor;
        this.state = "ready";
      })
      .catch((cause: unknown) => {
        this.#failure = engineError(cause);
        this.state = "failed";
        throw this.#failure;
      });
    // Who does not look at `ready` hears of it by the events.
    this.ready.then(
      () => emit("blackbar:ready", { version: this.redactor!.version }),
      (failure: BlackbarError) => emit("blackbar:degraded", { code: failure.code }),
    );
  }

  /** Must a request wait: for the engine, or for those that wait for it? */
  get busy(): boolean {
    return this.state === "starting" || this.#waiting > 0;
  }

  /**
   * Does `prepare`, then `send`, when the engine has started or failed, in the
   * order of the calls. `refuse` is told what `prepare` threw.
   */
  inTurn<T, R>(
    prepare: () => T | Promise<T>,
    send: (prepared: T) => R,
    refuse: (cause: unknown) => R,
  ): Promise<Awaited<R>> {
    this.#waiting += 1;
    const done = (): void => void (this.#waiting -= 1);
    return this.ready.catch(() => {}).then(prepare).then(
      (prepared) => {
        done();
        return send(prepared);
      },
      (cause: unknown) => {
        done();
        return refuse(cause);
      },
    ) as Promise<Awaited<R>>;
  }

  /**
   * Lets `work` edit a request and reports what was found.
   * @throws {BlackbarError} if there is no engine; and what `work` throws.
   */
  inspect<T>(endpoint: string, work: (editor: Editor) => T | Promise<T>): T | Promise<T> {
    const chat = this.conversation;
    if (this.state !== "ready" || chat === undefined) {
      const waiting = "the engine has not started yet";
      throw this.#failure ?? new BlackbarError("not-ready", "", waiting);
    }
    const findings: FindingReport[] = [];
    let parts = 0;
    let chars = 0;
    let micros = 0;
    const edit = (value: string): string => {
      const begun = performance.now();
      const redaction = chat.redact(value);
      micros += (performance.now() - begun) * 1000;
      if (redaction.action === "block")
        throw new BlackbarError("blocked", "", "the policy lets no such message leave");
      chars += value.length;
      parts += 1;
      // The very same string, lone surrogates and all: its body stays as it is.
      if (redaction.findings.length === 0) return value;
      for (const finding of redaction.findings) findings.push(report(finding));
      return redaction.text;
    };
    const done = (result: T): T => {
      if (parts > 0)
        emit("blackbar:redacted", { findings, chars, micros: Math.round(micros), endpoint });
      return result;
    };
    const result = work({ keys: this.keys, edit });
    return result instanceof Promise ? result.then(done) : done(result);
  }

  /** Says that a request does not leave, and gives the error for its caller. */
  block(endpoint: string, cause: unknown): BlackbarError {
    const error = bodyError(cause);
    emit("blackbar:blocked", { code: error.code, endpoint });
    return error;
  }
}

/** Whatever went wrong while reading a body, the body is unread. */
function bodyError(cause: unknown): BlackbarError {
  if (cause instanceof BlackbarError) return cause;
  const message = "this request cannot be read, so it is not sent";
  return new BlackbarError("unsupported-body", "", message, { cause });
}

function engineError(cause: unknown): BlackbarError {
  if (cause instanceof BlackbarError) return cause;
  return new BlackbarError("wasm-invalid", "options.wasm", "the engine stopped", { cause });
}

/** Tells a patched function: which configuration patched it. */
export const MARK = Symbol.for("blackbar.gate");
