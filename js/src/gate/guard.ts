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

  constructor(
    endpoints: Endpoints,
    keys: readonly string[],
    options: RedactorOptions,
    id: string | undefined,
  ) {
    this.endpointOf = endpoints;
    this.keys = new Set(keys);
    this.ready = createRedactor(options).then(
      (redactor) => {
        this.redactor = redactor;
        this.conversation = redactor.openConversation(id === undefined ? {} : { id });
        this.state = "ready";
        emit("blackbar:ready", { version: redactor.version });
      },
      (cause: unknown) => {
        this.#failure = asError(cause);
        this.state = "failed";
        emit("blackbar:degraded", { code: this.#failure.code });
        throw this.#failure;
      },
    );
    // Who does not look at `ready` hears of it by the events.
    this.ready.catch(() => {});
  }

  /**
   * Lets `work` edit a request and reports what was found.
   * @throws {BlackbarError} if there is no engine; and what `work` throws.
   */
  inspect<T>(endpoint: string, work: (editor: Editor) => T | Promise<T>): T | Promise<T> {
    const chat = this.conversation;
    if (chat === undefined) {
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
      chars += value.length;
      for (const finding of redaction.findings) findings.push(report(finding, parts));
      parts += 1;
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
    const error = asError(cause);
    emit("blackbar:blocked", { code: error.code, endpoint });
    return error;
  }
}

/** Whatever went wrong while reading a body, the body is unread. */
function asError(cause: unknown): BlackbarError {
  if (cause instanceof BlackbarError) return cause;
  const message = "this request cannot be read, so it is not sent";
  return new BlackbarError("unsupported-body", "", message, { cause });
}

/** Tells a patched function: which configuration patched it. */
export const MARK = Symbol.for("blackbar.gate");
