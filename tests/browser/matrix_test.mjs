// Ten real chat widgets in three browsers: 200 values are written into each, as
// messages and as a file with a message, with the guard and without. What the
// widget's server received is read byte for byte.
//
//   node tests/browser/matrix_test.mjs
//   BROWSERS=firefox WIDGETS=rasa,n8n node tests/browser/matrix_test.mjs
//
// Needs js/dist, `node demo/bundle.mjs` and Node 20. Ends with the table.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { start } from "../../demo/server.mjs";
import { WIDGETS } from "../../demo/widgets.mjs";
import { BROWSERS, drive } from "./drivers.mjs";
import { longMessages, MORE } from "./more_values.mjs";
import { until } from "./page.mjs";
import { MESSAGES } from "./values.mjs";
import { choose, FLOWS, guarded, insert, says } from "./widgets.mjs";
import { leaked, times } from "./wire.mjs";

const chosen = (name, all) => process.env[name]?.split(",") ?? all;
const browsers = chosen("BROWSERS", BROWSERS);
const widgets = chosen("WIDGETS", WIDGETS.map(({ name }) => name));

const LONG = longMessages([...MESSAGES, ...MORE]);
const VALUES = LONG.flatMap(({ values }) => values);
const BESIDE = LONG.at(-1); // written beside the file, which holds the others
const FILE = { name: "note.txt", type: "text/plain", text: LONG.slice(0, -1).map(({ text }) => text).join("\n") };
const KNOWN = ["c-5105105105105100", "2026-11-28T09:30:00.000Z"]; // demo/widgets/known.js
const PATIENCE = 30_000; // milliseconds for a message to arrive: other work may go on beside
const KEYED = 6; // letters of each message that come by keystrokes, the rest at once

const table = new Map(); // "widget|browser|way" -> "0 / 200"
const key = (...parts) => parts.join("|");

let demo;
before(async () => {
  demo = await start({ port: 0, pause: 0, ...(process.env.BLACKBAR_DIST && { dist: process.env.BLACKBAR_DIST }) });
});
after(async () => {
  await demo?.close();
  print();
});

const happens = (what, happened, limit) => until(what, happened, limit).then(() => true, () => false);

for (const name of browsers)
  describe(name, () => {
    let browser;
    before(async () => {
      browser = await drive(name);
    });
    after(() => browser?.close());
    for (const widget of widgets) test(widget, () => tryWidget(browser, widget));
  });

async function tryWidget(browser, widget) {
  const flow = FLOWS[widget];
  const found = {};
  for (const guard of ["on", "off"]) {
    await browser.open(`${demo.url}widgets/${widget}${guard === "off" ? "?guard=off" : ""}`);
    assert.equal(await browser.evaluate(guarded), guard === "on");
    found[guard] = { text: await sendTexts(browser, widget, flow) };
    if (guard === "on") {
      const restored = `I noted ${LONG[0].values[0]}`;
      assert.ok(await browser.evaluate(says, restored), "a token in an answer is a value again");
    }
    if (flow.attach) found[guard].file = await sendFile(browser, widget, flow);
  }
  for (const way of ["text", "file"]) {
    const [on, off] = [found.on[way], found.off[way]];
    table.set(key(widget, browser.name, way), on ? `${on.values.length} / ${off.values.length}` : flow.alone);
  }
  for (const way of Object.keys(found.on)) {
    const [on, off] = [found.on[way], found.off[way]];
    assert.deepEqual(off.values, VALUES, `${way}: without the guard every value arrives`);
    assert.deepEqual(on.values, [], `${way}: nothing leaves: ${on.example}`);
    assert.equal(on.lost, 0, `${way}: every message arrives`);
    assert.deepEqual(on.known, off.known, `${way}: ids and times arrive as they are`);
    assert.notDeepEqual(on.known[0], [], `${way}: the customer's number arrives`);
  }
}

/** The values in five messages. */
async function sendTexts(browser, widget, flow) {
  const { recorder } = demo;
  recorder.forget();
  let lost = 0;
  for (const message of LONG) lost += await send(browser, widget, flow, message.text);
  return judged(recorder.seen, widget, lost);
}

/** The values in one file, and in a message beside it. */
async function sendFile(browser, widget, flow) {
  const { recorder } = demo;
  recorder.forget();
  await browser.evaluate(choose, FILE);
  await browser.click(flow.attach);
  const lost = await send(browser, widget, flow, BESIDE.text);
  return judged(recorder.seen, widget, lost);
}

/** Writes, sends, waits for the answer; gives how many messages did not arrive. */
async function send(browser, widget, flow, text) {
  const { recorder } = demo;
  const n = recorder.messages(widget) + 1;
  // Some take no text until they have shown the last answer.
  await until("a composer that takes text", async () => {
    await browser.click(flow.composer);
    return browser.evaluate(insert, text.slice(0, -KEYED));
  }, PATIENCE);
  await browser.type(text.slice(-KEYED));
  await browser.press("Enter");
  const arrived = await happens("the message", () => recorder.messages(widget) >= n, PATIENCE);
  if (arrived) await until(`answer ${n}`, () => browser.evaluate(says, `Message ${n} received.`), PATIENCE);
  return arrived ? 0 : 1;
}

function judged(all, widget, lost) {
  const seen = all.filter((record) => record.widget === widget);
  const values = leaked(VALUES, seen);
  const example = seen.find((record) => leaked(values, [record]).length > 0);
  return {
    values,
    lost,
    known: KNOWN.map((words) => times(words, seen)),
    example: example && `${example.how} ${example.url} ${example.raw.toString("utf8").slice(0, 600)}`,
  };
}

function print() {
  const width = Math.max(...widgets.map((name) => name.length));
  console.log(`\nof ${VALUES.length} values the server got: guarded / unguarded`);
  for (const way of ["text", "file"]) {
    console.log(`\n${(way === "text" ? "messages" : "file").padEnd(width)}  ${browsers.map((name) => name.padEnd(12)).join("")}`);
    for (const widget of widgets) {
      const cells = browsers.map((name) => table.get(key(widget, name, way)) ?? "-");
      const alone = way === "file" && FLOWS[widget].alone;
      console.log(`${widget.padEnd(width)}  ${alone ? `no attachments: ${alone}` : cells.map((cell) => cell.padEnd(12)).join("")}`);
    }
  }
}
