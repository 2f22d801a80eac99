// How long one message takes, beside @arcjet/redact-wasm in the same run:
//   npm ci --ignore-scripts && node message.mjs      (after `npm run build` in js/)
// Prints medians over rounds; asserts nothing, as machines differ.
import { createRedactor } from "../../js/dist/index.js";

const ROUNDS = 41;
const CALLS = 2000;

// 200 characters, two findings that both engines know.
const message =
  "Hello, I ordered a lamp last week and it has not come yet. Could somebody look into it? " +
  "Write to ana.lopez@example.com, and please refund it to card 4111 1111 1111 1111. " +
  "Many thanks, and kind regards.";
if (message.length !== 200) throw new Error(`the message has ${message.length} characters`);

/** Each round runs every contender, so that a slow moment hits all alike. */
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

let begun = performance.now();
const redactor = await createRedactor();
const ready = performance.now();
redactor.detect(message);
const first = performance.now();
console.log(`start: ${(ready - begun).toFixed(1)} ms, first message ${(first - ready).toFixed(1)} ms`);

const chat = redactor.openConversation();
const contenders = {
  detect: () => redactor.detect(message),
  "redact, in a conversation": () => chat.redact(message),
  "restore": () => chat.restore("We wrote to (EMAIL_1), thank you."),
};
console.log(`findings: ${redactor.detect(message).map((finding) => finding.entity)}`);

// As @arcjet/redact calls it: the instance kept, nothing of one's own.
let peer;
try {
  const { initializeWasm } = await import("@arcjet/redact-wasm");
  begun = performance.now();
  peer = await initializeWasm(
    () => [],
    () => undefined,
  );
  const options = { skipCustomDetect: true, skipCustomRedact: true };
  console.log(`peer start: ${(performance.now() - begun).toFixed(1)} ms`);
  contenders["@arcjet/redact-wasm redact"] = () => peer.redact(message, options);
  const found = peer.redact(message, options).map((finding) => finding.identifiedType.tag);
  console.log(`peer findings: ${found}`);
} catch (error) {
  console.log(`@arcjet/redact-wasm does not run here: ${error.message}`);
}

medians(contenders); // warm
const times = medians(contenders);
for (const [name, micros] of Object.entries(times))
  console.log(`${name.padEnd(28)} ${micros.toFixed(2).padStart(8)} us`);
if (peer !== undefined) {
  const ratio = times["@arcjet/redact-wasm redact"] / times.detect;
  console.log(`@arcjet/redact-wasm takes ${ratio.toFixed(1)} times as long as detect`);
}
chat.close();
redactor.dispose();
