// What is typed into a real chat widget, and what of it the server gets.
//
//   cd tests/browser && npm ci --ignore-scripts && cd ../..
//   node tests/browser/demo_test.mjs       CHROMIUM names another browser binary
//
// Needs js/dist, demo/node_modules and Node 20. Pictures go to build/screenshots.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CONTENT_SECURITY_POLICY, start } from "../../demo/server.mjs";
import { launch, open, until } from "./page.mjs";
import { MESSAGES, stands, VALUES } from "./values.mjs";

const pictures = join(dirname(fileURLToPath(import.meta.url)), "../../build/screenshots");
const dist = process.env.BLACKBAR_DIST;
const startDemo = (options = {}) => start({ port: 0, pause: 0, ...(dist && { dist }), ...options });

let browser;
let demo;
before(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await launch();
  demo = await startDemo();
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

const bytes = () => demo.received.map(({ raw }) => raw.toString("utf8")).join("\n");

// Sends all forty through the widget and says which of them the server got.
async function sendAll(chat) {
  demo.received.length = 0;
  for (const { text } of MESSAGES) await chat.send(text);
  assert.equal(demo.received.length, MESSAGES.length, "every message arrives once");
  return VALUES.filter((value) => stands(value, bytes()));
}

async function assertQuiet(chat) {
  assert.deepEqual(chat.complaints, []);
  assert.deepEqual((await chat.heard()).filter(({ name }) => name === "violation"), []);
}

test("there are forty different values", () => {
  assert.equal(new Set(VALUES).size, 40);
  for (const { text, values } of MESSAGES) for (const value of values) assert.ok(text.includes(value), value);
});

test("scripts come from this server or not at all", async () => {
  const { headers } = await fetch(demo.url);
  const scripts = headers.get("content-security-policy").split("; ").find((part) => part.startsWith("script-src"));
  assert.equal(scripts, "script-src 'self' 'wasm-unsafe-eval'");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("referrer-policy"), "no-referrer");
});

test("none of the values reaches the server, and all do without the guard", async () => {
  const chat = await open(browser, demo);
  const guarded = await sendAll(chat);
  console.log(`guarded: ${guarded.length} of ${VALUES.length} values reached the server`);
  await chat.turn("off");
  const unguarded = await sendAll(chat);
  console.log(`unguarded: ${unguarded.length} of ${VALUES.length} values reached the server`);
  assert.deepEqual(guarded, []);
  assert.deepEqual(unguarded, VALUES);
  await assertQuiet(chat);
  await chat.close();
});

test("the switch protects again when it is turned back", async () => {
  const chat = await open(browser, demo);
  const checked = () => chat.page.getByRole("switch").getAttribute("aria-checked");
  assert.equal(await checked(), "true");
  await chat.turn("off");
  assert.equal(await checked(), "false");
  assert.match(await chat.page.locator("#guard").innerText(), /^Unprotected/);
  await chat.turn("on");
  assert.equal(await checked(), "true");
  demo.received.length = 0;
  await chat.send("My address is ana.lopez@example.com");
  assert.doesNotMatch(bytes(), /ana\.lopez/);
  assert.match(await chat.lastAnswer(), /ana\.lopez@example\.com/);
  await assertQuiet(chat);
  await chat.close();
});

test("the bot writes tokens and the transcript shows the values", async () => {
  const chat = await open(browser, demo);
  const answered = chat.page.waitForResponse((response) => response.url().endsWith("/chat"));
  await chat.send("Write to ana.lopez@example.com, please.");
  const { text } = await (await answered).json();
  assert.match(text, /\(EMAIL_1_\w{4}\)/);
  assert.doesNotMatch(text, /ana\.lopez/);
  assert.match(await chat.lastAnswer(), /ana\.lopez@example\.com/);
  assert.doesNotMatch(await chat.lastAnswer(), /EMAIL_1/);
  assert.match(await chat.page.locator(".reply").first().innerText(), /\(EMAIL_1_\w{4}\)/);
  await chat.close();
});

test("a reply is restored although the guard was turned off meanwhile", async () => {
  const slow = await startDemo({ pause: 600 });
  const chat = await open(browser, slow);
  const answered = chat.send("Write to ana.lopez@example.com, please.");
  await until("the message", () => slow.received.length === 1);
  await chat.turn("off");
  await answered;
  assert.match(await chat.lastAnswer(), /ana\.lopez@example\.com/);
  await chat.close();
  await slow.close();
});

test("the panel shows the bytes, the replaced places and the reasons", async () => {
  const chat = await open(browser, demo);
  demo.received.length = 0;
  await chat.send("Please charge my card 4111 1111 1111 1111, or write to ana.lopez@example.com.");
  const entry = chat.page.locator(".entry").first();
  assert.equal(await entry.locator(".finding").count(), 2);
  assert.equal(await entry.locator(".as-text mark.bar").count(), 2);
  assert.match(await entry.innerText(), /check digit: luhn/i);
  assert.match(await entry.innerText(), /checked in (?:under )?[\d,]+ \u00b5s, warm [\d.]+ \u00b5s/);
  await chat.page.getByRole("button", { name: "Raw bytes" }).click();
  assert.equal(await entry.locator(".as-raw").innerText(), bytes());
  const bars = await entry.locator(".as-raw mark.bar").allInnerTexts();
  assert.match(bars.join(), /^\(CARD_1_\w{4}\),\(EMAIL_1_\w{4}\)$/);
  await chat.close();
});

test("an order number is left alone", async () => {
  const chat = await open(browser, demo);
  demo.received.length = 0;
  await chat.page.getByRole("button", { name: "Order number" }).click();
  await chat.page.keyboard.press("Enter");
  await until("the message", () => demo.received.length === 1);
  assert.match(bytes(), /order 5105105105105100/);
  await chat.close();
});

test("a page that forbids wasm sends nothing", async () => {
  const strict = await startDemo({ csp: CONTENT_SECURITY_POLICY.replace(" 'wasm-unsafe-eval'", "") });
  const chat = await open(browser, strict);
  await chat.type("My card is 4111 1111 1111 1111.");
  await until("blackbar:blocked", async () => (await chat.heard()).some(({ name }) => name === "blocked"));
  const blocked = (await chat.heard()).find(({ name }) => name === "blocked");
  assert.equal(blocked.detail.code, "wasm-blocked");
  await chat.page.getByText("Message held back.").waitFor();
  await chat.page.getByText("This message was not sent.").waitFor();
  assert.equal(strict.received.length, 0);
  await chat.page.screenshot({ path: join(pictures, "blocked.png") });
  await chat.close();
  await strict.close();
});

test("the page fits: empty", async () => {
  const chat = await open(browser, demo);
  await chat.page.getByText("Engine ready").waitFor();
  await chat.page.screenshot({ path: join(pictures, "empty.png") });
  await chat.page.screenshot({ path: join(pictures, "whole.png"), fullPage: true });
  await assertQuiet(chat);
  await chat.close();
});

const LOOKS = [
  { name: "desktop", options: {} },
  { name: "off", options: {}, off: true },
  { name: "dark", options: { colorScheme: "dark" } },
  { name: "mobile", options: { viewport: { width: 390, height: 844 } } },
  { name: "narrow", options: { viewport: { width: 380, height: 740 } } },
];

for (const { name, options, off } of LOOKS)
  test(`the page fits: ${name}`, async () => {
    const chat = await open(browser, demo, options);
    if (off) await chat.turn("off");
    await chat.send("You can reach me at ana.lopez@example.com or by phone on (202) 555-0143.");
    await chat.page.getByRole("button", { name: "Card payment" }).click();
    await chat.page.keyboard.press("Enter");
    await chat.page.locator(".entry .reply").nth(1).waitFor();
    const overflow = await chat.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await chat.page.evaluate(() => document.activeElement?.blur());
    await chat.page.mouse.move(1, 1); // off the button, or it is drawn as hovered
    await new Promise((done) => setTimeout(done, 600)); // the entry's fade-in is over after 350 ms
    await chat.page.screenshot({ path: join(pictures, `${name}.png`) });
    await assertQuiet(chat);
    await chat.close();
  });
