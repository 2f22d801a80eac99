import type { Redactor } from "./redactor.js";

// Patterns compile when something first looks like their match, so the first message
// of a page takes some 60 ms, in the middle of somebody's typing. Here it is done
// before, piece by piece in idle moments.

/** What people write to a shop; each wakes other rules, and none takes long. Numbers
 *  are published examples: of card networks, of the IBAN registry, 555-01xx. */
const SAMPLES = [
  "hello there",
  "hi, my",
  "my name is ana lopez",
  "mail ana@example.com",
  "card 4111 1111 1111 1111",
  "exp 11/28 cvv 123",
  "call 415-555-0132",
  "+44 20 7946 0018",
  "born 12/03/1985",
  "order 10023456",
  "my iban is GB82 WEST 1234 5698 7654 32",
  "12 Elm Street, Springfield",
  "my password is tulip77",
  "ssn 219-09-9999",
  "see https://example.com/a",
];

type Idle = (work: () => void) => unknown;

/** Looks at the samples one by one, until `look` says false. */
export function warmInIdleMoments(look: (text: string) => boolean): void {
  const { requestIdleCallback } = globalThis as { requestIdleCallback?: Idle };
  const later: Idle = requestIdleCallback ?? ((work) => setTimeout(work, 30)); // Safari
  let at = 0;
  const step = (): void => {
    const sample = SAMPLES[at++];
    if (sample !== undefined && look(sample)) later(step);
  };
  later(step);
}

/** Warms an engine when somebody begins to type in this page: those who only read pay
 *  nothing. Gives what takes the listener away. */
export function warmOnTyping(made: Promise<Redactor>): () => void {
  made.catch(() => {}); // whoever waits for it hears why
  if (typeof document !== "object" || typeof addEventListener !== "function") return () => {};
  const begin = (): void => {
    stop();
    made.then((redactor) => redactor.warm()).catch(() => {}); // disposed of meanwhile
  };
  const stop = (): void => removeEventListener("keydown", begin, true);
  addEventListener("keydown", begin, true);
  return stop;
}
