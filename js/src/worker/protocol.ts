import type { ErrorCode } from "../types.js";

// What crosses between a page and blackbar-worker.js: values that can be cloned,
// errors among them. Each call is answered once, in the order of the calls.

/** Counts up with every change; both sides have to be of one version. */
export const PROTOCOL = 1;

export interface Call {
  readonly id: number;
  /** A name in serve.ts. */
  readonly name: string;
  /** Which conversation, 0 for none. */
  readonly chat: number;
  readonly with: readonly unknown[];
}

/** An Error as it crosses. Without a code it is a plain one, by its name. */
export interface Fault {
  readonly code?: ErrorCode | undefined;
  readonly where: string;
  readonly name: string;
  /** Without `where` in front. */
  readonly message: string;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly fault?: Fault;
}

/** What "start" is answered. */
export interface Started {
  readonly protocol: number;
  readonly version: string;
  readonly entities: readonly string[];
}
