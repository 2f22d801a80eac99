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
// Chromium and Firefox are driven by playwright-core (page.mjs), WebKit by selenium
// (webkit.mjs).
import { writeFile } from "node:fs/promises";
import { Key } from "selenium-webdriver";
import { launch, until } from "./page.mjs";
import { startWebkit } from "./webkit.mjs";

export const BROWSERS = ["chromium", "firefox", "webkit"];

export const drive = async (name) =>
  name === "webkit" ? webkit(await startWebkit()) : drivePlaywright(name);

async function drivePlaywright(name) {
  const browser = await launch(name);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
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

async function webkit({ driver, close }) {
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
    close,
  };
}
