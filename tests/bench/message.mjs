// How long one message takes, beside @arcjet/redact-wasm in the same run:
//   npm ci --ignore-scripts && node message.mjs      (after `npm run build` in js/)
// Prints medians over rounds; asserts no time, as machines differ.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createRedactor } from "../../js/dist/index.js";

const ROUNDS = 41;
const CALLS = 1000;

// 200 characters, two findings that both engines know.
const message =
  "Hello, I ordered a lamp last week and it has not come yet. Could somebody look into it? " +
  "Write to ana.lopez@example.com, and please refund it to card 4111 1111 1111 1111. " +
  "Many thanks, and kind regards.";
// The same length, and nothing to find.
const clean =
  "Hello, I ordered a lamp last week and it has not come yet. Could somebody look into it? " +
  "Write to me here, in this chat, and please refund it to the card that I paid with, thanks. " +
  "With kind regards ...";
for (const text of [message, clean])
  if (text.length !== 200) throw new Error(`the message has ${text.length} characters`);

/** Microseconds of one call: the median over rounds. Each round runs every
 *  contender, so that a slow moment hits all alike. */
function medians(contenders) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; ++round) {
    for (const [name, call] of Object.entries(contenders)) {
      const begun = performance.now();
      for (let i = 0; i < CALLS; ++i) call();
      times[name].push(((performance.now() - begun) * 1000) / CALLS);
    }
  }
  for (const name of Object.keys(times))
    times[name] = times[name].sort((a, b) => a - b)[ROUNDS >> 1];
  return times;
}

/** In a process of its own: { first, slices }, in milliseconds. */
function firstMessage(...how) {
  const file = fileURLToPath(new URL("first.mjs", import.meta.url));
  const ran = spawnSync(process.execPath, [file, message, ...how], { encoding: "utf8" });
  return JSON.parse(ran.stdout);
}

// Start-up, from the embedded bytes to the first answer.
const begun = performance.now();
const redactor = await createRedactor();
const ready = performance.now();
const findings = redactor.detect(message).map((finding) => finding.entity);
const first = performance.now();

// As @arcjet/redact calls it, but with one instance kept (it makes one for each
// message): nothing of one's own, all entities, the synchronous core.
let peer;
let peerStart;
let peerFindings;
try {
  const { initializeWasm } = await import("@arcjet/redact-wasm");
  const before = performance.now();
  const nothing = () => undefined;
  const core = await initializeWasm((tokens) => tokens.map(nothing), nothing);
  const options = { skipCustomDetect: true, skipCustomRedact: true };
  peer = (text) => core.redact(text, options);
  peerFindings = peer(message).map((finding) => finding.identifiedType.tag);
  peerStart = performance.now() - before;
} catch (error) {
  console.log(`@arcjet/redact-wasm does not run here: ${error.message}`);
}

const chat = redactor.openConversation();
const contenders = {
  detect: () => redactor.detect(message),
  redact: () => chat.redact(message),
  clean: () => redactor.detect(clean),
  restore: () => chat.restore("We wrote to (EMAIL_1), thank you."),
};
if (peer !== undefined) {
  contenders.peer = () => peer(message);
  contenders.peerClean = () => peer(clean);
}
medians(contenders); // warm
const times = medians(contenders);

const micros = (name) => `${times[name].toFixed(2)} us`;
const beside = (ours, theirs) =>
  peer === undefined
    ? `blackbar ${micros(ours)}`
    : `blackbar ${micros(ours)}, @arcjet/redact-wasm ${micros(theirs)}, ` +
      `ratio ${(times[theirs] / times[ours]).toFixed(1)}`;
console.log(`found: blackbar ${findings}; @arcjet/redact-wasm ${peerFindings}`);
console.log(`detect: ${beside("detect", "peer")}`);
console.log(`redact: ${beside("redact", "peer")}`); // its one call does both
console.log(`clean: ${beside("clean", "peerClean")}`);
console.log(`restore: blackbar ${micros("restore")}`);
console.log(
  `start, first message included: blackbar ${(first - begun).toFixed(1)} ms ` +
    `(${(first - ready).toFixed(1)} of them the message), ` +
    `@arcjet/redact-wasm ${peerStart?.toFixed(1)} ms`,
);
chat.close();
redactor.dispose();

// A process for each, as what one engine compiles in V8 is there for the next.
const [cold, warm] = [firstMessage(), firstMessage("warm")];
console.log(
  `first message: ${cold.first.toFixed(1)} ms; of a warm engine ${warm.first.toFixed(1)}, after ` +
    `${warm.slices.length} idle moments of at most ${Math.max(...warm.slices).toFixed(1)} ms`,
);
