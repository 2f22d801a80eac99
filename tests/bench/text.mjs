// How fast long texts are read, beside @redactpii/node (five patterns) in the same
// run, and whether the time grows with the text or with its square:
//   npm ci --ignore-scripts && node text.mjs         (after `npm run build` in js/)
//   node text.mjs --growth                            the second figures only
// Prints medians over rounds and ratios. Asserts no time, but that twice the text
// never takes 2.3 times as long: by the least times, as others use the machine too,
// and looking twice before it says so.
import { readFileSync } from "node:fs";
import { createRedactor } from "../../js/dist/index.js";

const MEGABYTE = 1 << 20; // UTF-16 units; each text here but the last is ASCII
const MOST_GROWTH = 2.3;
const SLOW = 2000; // ms of all rounds
const growthOnly = process.argv.includes("--growth");

// Chat that holds nothing of anybody's.
const CLEAN = `
Hello, I ordered a lamp last week and it has not come yet. Could somebody look into it?
thanks, that worked! one more thing, how do i change the colour of the sidebar
Sorry to hear that. Let me check with the warehouse and get back to you in a minute.
we tried turning it off and on again but the screen stays black after the logo
Is there a way to get the invoice as a spreadsheet instead of a document?
My delivery says it is out for the day, but the courier has not rung the bell.
ok cool, so if I understand you right the discount is only for new subscribers?
The button at the bottom of the page does nothing when I click it, on my phone at least.
I would rather have the blue one, but the green one will do if that is faster.
Good morning! Your colleague promised to call me back yesterday and nobody did.
Can you please explain what the second line on my bill means? It looks like a fee.
no worries, take your time, i am just glad that somebody answers on a sunday
The update finished, the old settings are still there, and everything loads quickly now.
When does the shop in the old town close tonight, and is there parking nearby?
I have read the article in your help pages twice and it does not mention this case.
it says "something went wrong" and then goes back to the list, every single time
We would like to move our booking to the weekend after, if the price stays the same.
Please cancel the trial before it renews, I did not find the option in my profile.
Great service as always, you may close this ticket, and have a lovely evening.
hmm the photo does not upload, it is a normal picture, not large or anything
`.trim().split("\n");

// The hundred harmless messages of the golden set: order numbers, prices, versions, dates.
const NUMBERS = readFileSync(new URL("../accuracy/messages.jsonl", import.meta.url), "utf8")
  .trim().split("\n").map((line) => JSON.parse(line).text).filter((text) => !text.includes("{{"));

const ADVERSARIAL = {
  "a...": "a",
  "1...": "1",
  "a@a@...": "a@",
  "1-1-...": "1-",
  "a.a....": "a.",
  "1 1 ...": "1 ",
  "1 ab ab ...": " ab",
};
/** `unit` as often as fits `length` UTF-16 units; " ab" has a 1 in front. */
const repeated = (unit, length) => ((unit === " ab" ? "1" : "") + unit.repeat(length / unit.length + 1)).slice(0, length);

/** Lines in another order each time round, so that no cache learns them by heart. */
function mixed(lines, length) {
  let state = 1;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0; // any generator does
    text += lines[(state >>> 8) % lines.length] + "\n";
  }
  return text.slice(0, length);
}

/** Milliseconds of each call in each round, least first; a round runs every call.
 *  After two rounds what has taken long is not run again. */
function timed(calls, rounds) {
  const times = calls.map(() => []);
  for (let round = 0; round < rounds; ++round)
    calls.forEach((call, i) => {
      if (round > 1 && times[i].reduce((sum, time) => sum + time, 0) > SLOW) return;
      const begun = performance.now();
      call();
      times[i].push(performance.now() - begun);
    });
  return times.map((list) => list.sort((a, b) => a - b));
}
const median = (list) => list[list.length >> 1];

const redactor = await createRedactor();

if (!growthOnly) {
  let peer;
  try {
    const { Redactor } = await import("@redactpii/node");
    const theirs = new Redactor();
    peer = (text) => theirs.redact(text);
  } catch (error) {
    console.log(`@redactpii/node does not run here: ${error.message}`);
  }
  const rate = (text, ms) => `${(text.length / 1e6 / (ms / 1e3)).toFixed(1)} MB/s`;
  const texts = { "clean chat": mixed(CLEAN, MEGABYTE), "chat full of numbers": mixed(NUMBERS, MEGABYTE) };
  for (const [name, text] of Object.entries(texts)) {
    const calls = [() => redactor.detect(text), ...(peer ? [() => peer(text)] : [])];
    timed(calls, 2); // warm
    const [ours, theirs] = timed(calls, 7).map(median);
    console.log(
      `1 MB of ${name}: blackbar ${rate(text, ours)}` +
        (peer ? `, @redactpii/node ${rate(text, theirs)}, ratio ${(theirs / ours).toFixed(2)}` : ""),
    );
  }
}

// The least time of 64 KB and of 1 MB: four doublings, each by the fourth root of
// their ratio, as one doubling alone says more of the machine's moment than of the
// text. What was measured before counts too.
const DOUBLINGS = 4;
function grow(unit, before = [Infinity, Infinity]) {
  const texts = [MEGABYTE / 2 ** DOUBLINGS, MEGABYTE].map((size) => repeated(unit, size));
  const least = timed(texts.map((text) => () => redactor.detect(text)), 9)
    .map(([time], i) => Math.min(time, before[i]));
  return { least, growth: (least[1] / least[0]) ** (1 / DOUBLINGS) };
}
let worst = 0;
const grown = Object.entries(ADVERSARIAL).map(([name, unit]) => {
  let { least, growth } = grow(unit);
  if (growth >= MOST_GROWTH) ({ least, growth } = grow(unit, least));
  worst = Math.max(worst, growth);
  return `${name} ${growth.toFixed(2)} (${least[1].toFixed(0)} ms)`;
});
console.log(`t(2n)/t(n) up to 1 MB (and the time of that): ${grown.join(", ")}`);
redactor.dispose();
if (worst >= MOST_GROWTH) process.exit(1);
