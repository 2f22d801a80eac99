// As much of Playwright's Page as tests of fields need, over a WebDriver of WebKit:
// so one test is tried in three browsers. Locators enter open shadow roots, as
// Playwright's do; a session has one window, so a new context is the same one.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { until } from "./page.mjs";
import { startWebkit } from "./webkit.mjs";

/** The first element of `selector`, whose parts may lie in one another's shadow trees. */
function search(selector) {
  const roots = (scope) => {
    const all = [scope];
    for (const root of all) {
      if (root.shadowRoot) all.push(root.shadowRoot);
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) all.push(shadowRoot);
    }
    return all;
  };
  let scopes = [document];
  for (const part of selector.split(" "))
    scopes = scopes.flatMap(roots).flatMap((root) => [...root.querySelectorAll(part)]);
  return scopes[0] ?? null;
}

const KEYS = { Control: Key.CONTROL, Shift: Key.SHIFT, ArrowLeft: Key.ARROW_LEFT, End: Key.END, Enter: Key.ENTER };

/** In the place of Playwright's Browser. */
export async function launchWebkit() {
  const { driver, close } = await startWebkit();
  return { newContext: async () => ({ newPage: async () => pageOf(driver) }), close };
}

function pageOf(driver) {
  // One script for both: what a test hands over may not be looked up by name.
  const onElement = (selector, work, argument) =>
    driver.executeScript(
      `const found = (${search})(arguments[0]); return found === null ? null : (${work})(found, arguments[1]);`,
      selector,
      argument,
    );
  const place = (element) => {
    element.scrollIntoView({ block: "nearest" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return width > 0 ? { x: Math.round(x + width / 2), y: Math.round(y + height / 2) } : null;
  };
  const locator = (selector) => ({
    first: () => locator(selector),
    evaluate: (work, argument) => onElement(selector, work, argument),
    focus: () => onElement(selector, (element) => element.focus()),
    waitFor: () => until(selector, async () => (await onElement(selector, place)) !== null),
    /** Where it is drawn, and drawn at rest, as Playwright waits for it too. */
    async click() {
      let at;
      await until(selector, async () => {
        const before = at;
        at = await onElement(selector, place);
        return at !== null && at.x === before?.x && at.y === before.y;
      });
      await driver.actions().move(at).click().perform();
    },
    /** By the driver, which takes paths. */
    async setInputFiles({ name, buffer }) {
      const path = join(await mkdtemp(join(tmpdir(), "blackbar-file-")), name);
      await writeFile(path, buffer);
      await (await onElement(selector, (element) => element)).sendKeys(path);
    },
  });
  return {
    goto: (url) => driver.get(url),
    evaluate: (work, argument) => driver.executeScript(work, argument),
    locator,
    keyboard: {
      type: (text) => driver.actions().sendKeys(text).perform(),
      async press(keys) {
        const names = keys.split("+").map((key) => KEYS[key] ?? key);
        const actions = driver.actions();
        for (const key of names) actions.keyDown(key);
        for (const key of names.reverse()) actions.keyUp(key);
        await actions.perform();
      },
    },
    on() {}, // WebDriver tells of no errors
    context: () => ({ close: async () => {} }),
  };
}
