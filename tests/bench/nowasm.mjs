// What it costs to do without WebAssembly: the engine as JavaScript (blackbar/nowasm)
// beside the other one, in the same run:
//   node nowasm.mjs      (after `npm run build` in js/)
// Prints medians and ratios; asserts no time, as machines differ.
import * as wasm from "../../js/dist/index.js";
import * as nowasm from "../../js/dist/nowasm/index.js";

const ROUNDS = 15;
const MESSAGE =
  "Hello, I ordered a lamp last week and it has not come yet. Could somebody look into it? " +
  "Write to ana.lopez@example.com, and please refund it to card 4111 1111 1111 1111. " +
  "Many thanks, and kind regards.";
const CLEAN = MESSAGE.replace(/[\w.]+@[\w.]+/, "me here, in the chat").replace(/[\d ]{19}/, " I paid with");
const MEGABYTE = `${CLEAN}\n`.repeat(2 ** 20 / CLEAN.length);

const started = {};
const first = {};
const redactors = {};
for (const [name, { createRedactor }] of Object.entries({ wasm, nowasm })) {
  const begun = performance.now();
  redactors[name] = await createRedactor();
  const ready = performance.now();
  redactors[name].redact(MESSAGE);
  started[name] = ready - begun;
  first[name] = performance.now() - ready;
}

/** Milliseconds of one call each, the medians of rounds in which they take turns. */
function medians(call, calls) {
  const times = { wasm: [], nowasm: [] };
  for (let round = 0; round < ROUNDS; ++round)
    for (const name of Object.keys(times)) {
      const begun = performance.now();
      for (let i = 0; i < calls; ++i) call(redactors[name]);
      times[name].push((performance.now() - begun) / calls);
    }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[ROUNDS >> 1]]),
  );
}

function print(what, times, digits, unit, scale = 1) {
  const shown = (name) => `${(times[name] * scale).toFixed(digits)} ${unit}`;
  const ratio = (times.nowasm / times.wasm).toFixed(1);
  console.log(`nowasm, ${what}: ${shown("nowasm")}, WebAssembly ${shown("wasm")}, ratio ${ratio}`);
}

medians((redactor) => redactor.redact(MESSAGE), 300); // warm
print("message", medians((redactor) => redactor.redact(MESSAGE), 300), 1, "us", 1000);
print("clean message", medians((redactor) => redactor.redact(CLEAN), 1000), 1, "us", 1000);
print("clean megabyte", medians((redactor) => redactor.detect(MEGABYTE), 1), 0, "ms");
print("start", started, 0, "ms");
print("first message", first, 0, "ms");
