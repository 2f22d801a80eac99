// Opens the demo in Chromium and talks to its chat as a person does: by keyboard.
import { chromium, firefox } from "playwright-core";

// Nothing but the page itself may use the network or the disk.
export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PATIENCE = 120_000; // milliseconds, for a browser to start on a busy machine

/** Chromium by CDP, Firefox by WebDriver BiDi; CHROMIUM and FIREFOX name other binaries.
 *  Playwright's channel for the stock Firefox is undocumented: 1.64.1 works, 1.65 does not. */
export const launch = (name = "chromium") =>
  name === "firefox"
    ? firefox.launch({ channel: "moz-firefox", executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr", timeout: PATIENCE })
    : chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS, timeout: PATIENCE });

/** Polls by itself: Playwright's own polling of strings is eval, which the page's policy forbids. */
export async function until(what, happened, limit = 15_000) {
  const end = Date.now() + limit;
  while (!(await happened())) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A fresh page on the demo, with everything it complained of and every blackbar event's name. */
export async function open(browser, demo, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    globalThis.heard = [];
    for (const name of ["ready", "redacted", "blocked", "degraded"])
      document.addEventListener(`blackbar:${name}`, ({ detail }) => heard.push({ name, detail }));
    document.addEventListener("securitypolicyviolation", (event) =>
      heard.push({ name: "violation", detail: { directive: event.effectiveDirective } }),
    );
  });
  await page.goto(demo.url);
  await page.locator("#samples button").first().waitFor();
  const composer = page.locator("deep-chat #text-input");
  const answers = page.locator("deep-chat .ai-message-text");

  async function type(text) {
    await composer.click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }

  return {
    page,
    complaints,
    type,
    heard: () => page.evaluate(() => globalThis.heard),

    /** Types, sends, and waits for the answer. */
    async send(text) {
      const before = await answers.count();
      await type(text);
      await until("the bot's answer", async () => (await answers.count()) > before);
      await until("the end of typing dots", async () => !(await page.locator("deep-chat .loading-message-dots").count()));
    },

    lastAnswer: () => answers.last().innerText(),

    async turn(state) {
      await page.getByRole("switch").click();
      await page.locator(`#guard[data-state="${state}"]`).waitFor();
    },

    close: () => context.close(),
  };
}
