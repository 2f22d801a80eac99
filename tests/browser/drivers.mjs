// One small interface over Chromium, Firefox ESR and WebKitGTK.
//
//   const browser = await drive("webkit");        // or "chromium", "firefox"
//   await browser.open("http://localhost:8080/");
//   await browser.click("deep-chat >>> #text-input");   // >>> enters a shadow root
//   await browser.type("hello");                   // keystrokes
//   await browser.press("Enter");
//   await browser.evaluate((n) => n + 1, 41);      // 42; functions only, no strings:
//   await browser.close();                         // a strict policy forbids eval
//
// CHROMIUM and FIREFOX name other binaries. WebKit brings its own display, Xvfb.
// Chromium by CDP and Firefox by WebDriver BiDi are driven by playwright-core, whose
// channel for the stock Firefox is undocumented: 1.64.1 works, 1.65 does not.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { chromium, firefox } from "playwright-core";
import { Builder, Capabilities, Key } from "selenium-webdriver";
import { ARGUMENTS, until } from "./page.mjs";

export const BROWSERS = ["chromium", "firefox", "webkit"];
const PATIENCE = 120_000; // milliseconds, for a browser to start on a busy machine
const SIZE = { width: 1280, height: 800 };

export const drive = (name) => (name === "webkit" ? driveWebkit() : drivePlaywright(name));

async function drivePlaywright(name) {
  const browser =
    name === "chromium"
      ? await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS, timeout: PATIENCE })
      : await firefox.launch({
          channel: "moz-firefox",
          executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
          timeout: PATIENCE,
        });
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  const find = (selector) => page.locator(selector.replaceAll(" >>> ", " ")).first();
  return {
    name,
    version: browser.version(),
    open: (url) => page.goto(url),
    resize: (width, height) => page.setViewportSize({ width, height }),
    evaluate: (work, argument) => page.evaluate(work, argument),
    click: (selector) => find(selector).click(),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    screenshot: (path) => page.screenshot({ path }),
    close: () => browser.close(),
  };
}

const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
const MINI_BROWSER = `/usr/lib/${{ x64: "x86_64", arm64: "aarch64" }[process.arch]}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

async function driveWebkit() {
  if (!existsSync(MINI_BROWSER)) throw new Error(`${MINI_BROWSER} is missing: apt-get install webkit2gtk-driver`);
  const { screen, display } = await openDisplay();
  const port = await freePort();
  // Without a display it would never answer.
  const server = spawn(WEBKIT_DRIVER, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: display } });
  const url = `http://127.0.0.1:${port}`;
  const stop = () => {
    server.kill();
    screen.kill();
  };
  process.once("exit", stop); // also when a test threw before close()
  try {
    await until("WebKitWebDriver", () => fetch(`${url}/status`).then(({ ok }) => ok, () => false), PATIENCE);
    const options = { binary: MINI_BROWSER, args: ["--automation"] };
    const wanted = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
    const driver = await new Builder().usingServer(url).withCapabilities(wanted).build();
    await driver.manage().window().setRect({ ...SIZE, x: 0, y: 0 });
    return webkit(driver, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

async function webkit(driver, stop) {
  // The middle of an element, or null where there is none or it is not drawn yet.
  const place = (selector) =>
    driver.executeScript((path) => {
      let root = document;
      let found = null;
      for (const part of path.split(" >>> ")) {
        found = root?.querySelector(part) ?? null;
        root = found?.shadowRoot;
      }
      if (!found?.getClientRects().length) return null;
      found.scrollIntoView({ block: "nearest" });
      const { x, y, width, height } = found.getBoundingClientRect();
      return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    }, selector);
  return {
    name: "webkit",
    version: (await driver.getCapabilities()).get("browserVersion"),
    open: (url) => driver.get(url),
    resize: (width, height) => driver.manage().window().setRect({ width, height, x: 0, y: 0 }),
    evaluate: (work, argument) => driver.executeScript(work, argument),
    async click(selector) {
      // By place: the driver's own click refuses some elements of shadow roots.
      let at;
      await until(selector, async () => (at = await place(selector)) !== null);
      await driver.actions().move(at).click().perform();
    },
    type: (text) => driver.actions().sendKeys(text).perform(),
    press: (key) => driver.actions().sendKeys(Key[key.toUpperCase()]).perform(),
    screenshot: async (path) => writeFile(path, await driver.takeScreenshot(), "base64"),
    async close() {
      await driver.quit().catch(() => {});
      stop();
    },
  };
}

/** A screen that nobody sees, on a number that nobody else has. */
async function openDisplay() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((done, fail) => {
    screen.stdio[3].once("data", (data) => done(String(data).trim()));
    screen.once("error", fail);
    screen.once("exit", () => fail(new Error("Xvfb did not start")));
  });
  return { screen, display: `:${number}` };
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
