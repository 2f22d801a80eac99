// The page of the two agents in Chromium: what is typed is sealed before it leaves, and each
// agent's view shows its own. Needs what demo_test.mjs needs.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "../../demo/server.mjs";
import { launch, until } from "./page.mjs";

const pictures = join(dirname(fileURLToPath(import.meta.url)), "../../build/screenshots");
const [IBAN, EMAIL] = ["DE89 3704 0044 0532 0130 00", "ana@example.com"];

let browser;
let demo;
before(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await launch();
  demo = await start({ port: 0, pause: 0 });
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

test("each agent's view opens its own, and the wire has neither", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const [complaints, sent] = [[], []];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => request.method() === "POST" && sent.push(request.postData()));
  await page.goto(`${demo.url}agents.html`);
  await page.locator('#engine[data-state="ready"]').waitFor();
  await page.locator("#message").click();
  await page.keyboard.type(`Refund to ${IBAN}, confirm to ${EMAIL}`);
  await page.keyboard.press("Enter");
  await page.locator(".entry").waitFor();
  const seen = (agent) => page.locator(`[data-agent="${agent}"] p`).first().innerText();
  assert.match(await seen("billing"), /^Refund to DE89 3704 0044 0532 0130 00, confirm to \(EMAIL_1_\w{4}\)$/);
  assert.match(await seen("support"), /^Refund to \(IBAN_1_\w{4}\), confirm to ana@example\.com$/);
  assert.equal(sent.length, 1);
  assert.ok(!sent[0].includes("DE89") && !sent[0].includes("ana@"));
  await page.screenshot({ path: join(pictures, "agents.png"), fullPage: true });

  await page.getByRole("button", { name: "Send the same bytes again" }).click();
  await until("the refusal", async () => (await page.locator(".refused").innerText()).includes("replayed"));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.setViewportSize({ width: 390, height: 800 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.screenshot({ path: join(pictures, "agents-narrow.png"), fullPage: true });
  assert.deepEqual(complaints, []);
  console.log("sealed: 0 of 2 values readable on the wire, 1 of 2 opened by each agent");
  await page.close();
});
