import { redactAgain } from "../again.js";
import { createRedactor } from "../create.js";
import type { Conversation } from "../conversation.js";
import type { Redactor } from "../redactor.js";
import type { Selects } from "../selection.js";
import { BlackbarError, type Recipients, type RedactorOptions, type SealedEnvelope } from "../types.js";
import { type Editor, unsupported } from "./editor.js";
import { isSecure, type Endpoints } from "./endpoints.js";
import { emit, report, type Emit, type FindingReport } from "./events.js";
import { mergeEnvelopes } from "./sealed.js";

/** What becomes of files that are no text. */
export const UPLOADS = ["block", "ask", "allow"] as const;
export type Uploads = (typeof UPLOADS)[number];

export interface GuardSettings {
  readonly endpoints: Endpoints;
  readonly selects: Selects;
  readonly uploads: Uploads;
  /** Are replies restored? */
  readonly restore: boolean;
  readonly id: string | undefined;
  readonly recipients: Recipients | undefined;
}

/** Where a request goes: an endpoint, and whether it may. */
export interface Target {
  readonly endpoint: string;
  readonly url: URL;
}

/** What fetch.ts, xhr.ts and the like share: the engine, its state, and the way to it. */
export class Guard {
  state: "starting" | "ready" | "failed" = "starting";
  redactor: Redactor | undefined;
  conversation: Conversation | undefined;
  readonly ready: Promise<void>;
  readonly settings: GuardSettings;
  readonly #emit: Emit;
  #failure: BlackbarError | undefined;
  #waiting = 0;

  /** Make it before fetch is patched: what it fetches must not wait for it. */
  constructor(settings: GuardSettings, options: RedactorOptions, tell: Emit = emit) {
    this.settings = settings;
    this.#emit = tell;
    const { wasm } = options;
    const early =
      wasm instanceof URL ? { wasm: globalThis.fetch(wasm, { credentials: "same-origin" }) } : {};
    this.ready = createRedactor({ ...options, ...early })
      .then((redactor) => {
        const { id, recipients } = settings;
        this.conversation = redactor.openConversation({
          ...(id !== undefined && { id }),
          ...(recipients !== undefined && { recipients }),
        });
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
      () => tell("blackbar:ready", { version: this.redactor!.version }),
      (failure: BlackbarError) => tell("blackbar:degraded", { code: failure.code }),
    );
  }

  /** Undefined for what the gate has nothing to do with. */
  targetOf(url: URL | null): Target | undefined {
    const endpoint = url === null ? undefined : this.settings.endpoints(url);
    return endpoint === undefined ? undefined : { endpoint, url: url! };
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
    { endpoint }: Target,
    prepare: () => T | Promise<T>,
    send: (prepared: T) => R,
    refuse: (cause: unknown) => R,
  ): Promise<Awaited<R>> {
    this.#waiting += 1;
    if (this.state === "starting") this.#emit("blackbar:waiting", { endpoint, waiting: this.#waiting });
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
   * @throws {BlackbarError} if there is no engine, or the request would go over
   * an open network in clear; and what `work` throws.
   */
  inspect<T>({ endpoint, url }: Target, work: (editor: Editor) => T | Promise<T>): T | Promise<T> {
    const chat = this.conversation;
    if (this.state !== "ready" || chat === undefined) {
      const waiting = "the engine has not started yet";
      throw this.#failure ?? new BlackbarError("not-ready", "", waiting);
    }
    if (!isSecure(url)) {
      const message = `${url.protocol} is read by everybody on the way, so nothing is sent`;
      throw new BlackbarError("insecure-target", "", message);
    }
    const findings: FindingReport[] = [];
    const envelopes: SealedEnvelope[] = [];
    let parts = 0;
    let chars = 0;
    let micros = 0;
    const edit = (value: string): string => {
      const begun = performance.now();
      const redaction = redactAgain(chat, value);
      micros += (performance.now() - begun) * 1000;
      if (redaction.action === "block")
        throw new BlackbarError("blocked", "", "the policy lets no such message leave");
      chars += value.length;
      parts += 1;
      // The very same string, lone surrogates and all: its body stays as it is.
      if (redaction.findings.length === 0) return value; // a token of ours is no finding
      for (const finding of redaction.findings) findings.push(report(finding));
      if (redaction.sealed !== undefined) envelopes.push(redaction.sealed);
      return redaction.text;
    };
    const upload = (type: string, bytes: number): void | Promise<void> =>
      this.#upload(endpoint, type, bytes);
    const done = (result: T): T => {
      if (parts > 0)
        this.#emit("blackbar:redacted", { findings, chars, micros: Math.round(micros), endpoint });
      return result;
    };
    const sealed = (): SealedEnvelope | undefined => mergeEnvelopes(envelopes);
    const result = work({ selects: this.settings.selects, edit, upload, sealed });
    return result instanceof Promise ? result.then(done) : done(result);
  }

  /** Says that a request does not leave, and gives the error for its caller. */
  block({ endpoint }: Target, cause: unknown): BlackbarError {
    const error = bodyError(cause);
    this.#emit("blackbar:blocked", { code: error.code, endpoint });
    return error;
  }

  #upload(endpoint: string, type: string, bytes: number): void | Promise<void> {
    const { uploads } = this.settings;
    if (uploads === "allow") return;
    if (uploads === "block") throw unsupported("a file that is no text");
    let answer: boolean | PromiseLike<boolean> = false;
    const respondWith = (allow: boolean | PromiseLike<boolean>): void => void (answer = allow);
    this.#emit("blackbar:upload", { endpoint, type, bytes, respondWith });
    return Promise.resolve(answer).then((allow) => {
      if (allow !== true) throw unsupported("a file that nobody allowed");
    });
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
