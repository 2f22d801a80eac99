// blackbar/composer in a page: every kind of field, every way to send it.
//   node composer_test.mjs      (after `npm ci` in tests/adapters and a build in js/)
//   BROWSER=firefox node composer_test.mjs      or webkit; tests/run takes Chromium
//
// The widget of each page says what it read: `said` when it sends, `read` in its
// own input and key handlers, as a widget with previews would send it.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { bundle } from "../adapters/bundle.mjs";
import { start } from "../adapters/server.mjs";
import { launch, until } from "./page.mjs";
import { launchWebkit } from "./webkit_page.mjs";

const EMAIL = "ana.lopez@example.com";
const CARD = "4111 1111 1111 1111";
const TOKEN = /\(EMAIL_\d+_\w{4}\)/;

const BROWSER = process.env.BROWSER ?? "chromium";

let browser;
let server;
let page;
before(async () => {
  browser = BROWSER === "webkit" ? await launchWebkit() : await launch(BROWSER);
  server = await start(await bundle(["composer"]));
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/page/composer`, { waitUntil: "commit" });
  await until("the page", () => page.evaluate(() => globalThis.ready === true));
});
afterEach(() => page.context().close());

const make = (kind) => page.evaluate((kind) => globalThis.make(kind), kind);
const attach = (target, options = {}, engine = "on") =>
  page.evaluate(([target, options, engine]) => globalThis.attach(target, options, engine), [target, options, engine]);
const said = () => page.evaluate(() => globalThis.said);
const read = () => page.evaluate(() => globalThis.read.join("\n"));
const heard = (name) => page.evaluate((name) => globalThis.heard.filter((event) => event.name === name), name);
const focus = (selector = ".field") => page.locator(selector).first().click();
const type = (text) => page.keyboard.type(text);
const press = (key) => page.keyboard.press(key);
/** The driver's Ctrl+Z does not come to GTK, which would undo. */
const undo = () =>
  BROWSER === "webkit" ? page.evaluate(() => void document.execCommand("undo")) : press("Control+z");
const settled = () => page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
const field = (selector = ".field") =>
  page.locator(selector).first().evaluate((element) => element.value ?? element.innerText);

async function sends(count = 1) {
  await until(`${count} messages`, async () => (await said()).length >= count);
  return said();
}

// By the way in which the widget holds its text.
const KINDS = ["textarea", "input", "contenteditable", "shadow", "react", "react-editable", "vue"];

for (const kind of KINDS) {
  test(`${kind}: Enter sends the masked text, with an engine that is there`, async () => {
    await make(kind);
    await attach("#widget");
    await focus();
    await type(`write to ${EMAIL} about ord-77`);
    await press("Enter");
    const [text] = await sends();
    assert.match(text, /^write to \(EMAIL_1_\w{4}\) about ord-77\s*$/);
    // Once more: the widget's own state was right, and the field works on.
    await type("and ord-78");
    await press("Enter");
    assert.equal((await sends(2))[1].trim(), "and ord-78");
    const [{ findings, endpoint }] = await heard("redacted");
    assert.deepEqual([endpoint, findings.length, findings[0].entity], ["composer", 1, "EMAIL_ADDRESS"]);
    assert.ok(!JSON.stringify(await heard("redacted")).includes("ana.lopez"));
  });

  test(`${kind}: a press on send does the same, while the engine starts and after`, async () => {
    await make(kind);
    await attach("#widget", {}, "starting");
    await focus();
    await type(`first ${EMAIL}`);
    await page.locator(".send").first().click();
    await settled();
    assert.deepEqual(await said(), [], "it waits");
    await page.evaluate(() => globalThis.open());
    assert.match((await sends())[0], /^first \(EMAIL_1_\w{4}\)\s*$/);
    await focus();
    await type(`second ${EMAIL}`);
    await page.locator(".send").first().click();
    assert.match((await sends(2))[1], /^second \(EMAIL_1_\w{4}\)\s*$/);
  });

  test(`${kind}: without an engine nothing is sent, and after detach everything`, async () => {
    await make(kind);
    const before = await page.evaluate(() => globalThis.state());
    await attach("#widget", {}, "failed");
    await focus();
    await type(EMAIL);
    await press("Enter");
    await page.locator(".send").first().click();
    await settled();
    assert.deepEqual(await said(), []);
    assert.equal((await heard("blocked"))[0].code, "not-ready");
    assert.equal((await field()).trim(), EMAIL, "the text stays");
    await page.evaluate(() => globalThis.detach());
    assert.deepEqual(await page.evaluate(() => globalThis.state()), before, "DOM and listeners as before");
    await focus();
    await press("Enter");
    assert.equal((await sends())[0].trim(), EMAIL);
  });
}

test("what is typed while the engine starts is sent in order, message by message", async () => {
  await make("textarea");
  await attach("#widget", {}, "starting");
  await focus();
  await type(`one ${EMAIL}`);
  await press("Enter");
  await type("two");
  await press("Enter");
  await press("Enter");
  await type("thr");
  await page.evaluate(() => globalThis.open());
  const [one, two] = await sends(2);
  assert.match(one, /^one \(EMAIL_1_\w{4}\)$/);
  assert.equal(two, "two");
  await settled();
  assert.equal(await field(), "thr", "what was not sent yet");
  await type("ee");
  await press("Enter");
  assert.equal((await sends(3))[2], "three");
});

test("Shift+Enter is a new line, and nothing is redacted yet", async () => {
  await make("textarea");
  await attach("#widget");
  await focus();
  await type(EMAIL);
  await press("Shift+Enter");
  assert.equal(await field(), `${EMAIL}\n`);
  await type("bye");
  await press("Enter");
  assert.match((await sends())[0], /^\(EMAIL_1_\w{4}\)\nbye$/);
});

test("the caret stays at its word, and undo brings the value back", async () => {
  await make("textarea");
  await attach("#widget");
  await focus();
  await type(`to ${EMAIL} now`);
  for (let at = 0; at < 2; ++at) await press("ArrowLeft");
  await page.evaluate(() => document.querySelector(".send").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })));
  const masked = await field();
  assert.match(masked, /^to \(EMAIL_1_\w{4}\) now$/);
  assert.equal(await page.locator(".field").evaluate((element) => element.selectionStart), masked.length - 2);
  await undo();
  assert.equal(await field(), `to ${EMAIL} now`);
  await press("Enter");
  assert.match((await sends())[0], TOKEN);
});

for (const how of ["a form's button", "requestSubmit()", "Enter"])
  for (const kind of ["form", "shadow-form"])
    test(`${kind}: submitted by ${how}`, async () => {
      await make(kind);
      await attach("#widget", {}, how === "Enter" ? "on" : "starting");
      await focus();
      await type(EMAIL);
      if (how === "Enter") await press("Enter");
      else if (how === "requestSubmit()") await page.evaluate(() => globalThis.form.requestSubmit());
      else await page.locator(".send").click();
      if (how !== "Enter") {
        await settled();
        assert.deepEqual(await said(), []);
        await page.evaluate(() => globalThis.open());
      }
      assert.match((await sends())[0], TOKEN);
    });

const noInputMethod = BROWSER !== "chromium" && "only CDP lets an input method compose";
test("what an input method composes is left alone, and its Enter sends nothing", { skip: noInputMethod }, async () => {
  await make("hasty"); // a widget that takes every Enter for the end
  await attach("#widget");
  await focus();
  await type(`${EMAIL} `);
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "kon", selectionStart: 3, selectionEnd: 3 });
  await page.locator(".field").evaluate((element) => {
    const init = { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, composed: true, cancelable: true };
    globalThis.went = element.dispatchEvent(new KeyboardEvent("keydown", init));
  });
  assert.equal(await page.evaluate(() => globalThis.went), true, "the input method gets its key");
  assert.equal(await field(), `${EMAIL} kon`, "and its text stays");
  assert.deepEqual(await said(), []);
  await session.send("Input.insertText", { text: "\u3053\u3093" });
  await press("Enter");
  assert.match((await sends())[0], /^\(EMAIL_1_\w{4}\) \u3053\u3093$/);
});

test("pasted text is masked too", async () => {
  await make("textarea");
  await attach("#widget");
  await focus();
  await page.evaluate((text) => document.execCommand("insertText", false, text), `card ${CARD}`);
  await press("Enter");
  assert.match((await sends())[0], /^card \(CARD_1_\w{4}\)$/);
});

test("a policy that blocks lets nothing out, by no way", async () => {
  await make("textarea");
  await attach("#widget", {}, "blocking");
  await focus();
  await type(`card ${CARD}`);
  await press("Enter");
  await page.locator(".send").click();
  await settled();
  assert.deepEqual(await said(), []);
  assert.deepEqual((await heard("blocked")).map(({ code }) => code), ["blocked", "blocked"]);
  assert.equal(await field(), `card ${CARD}`);
});

test("a field that puts the value back sends nothing", async () => {
  await make("stubborn");
  await attach("#widget");
  await focus();
  await type(EMAIL);
  await press("Enter");
  await settled();
  assert.deepEqual(await said(), []);
  assert.equal((await heard("blocked"))[0].code, "unsupported-body");
});

for (const [name, target] of [["undefined", undefined], ["the field's selector", ".field"], ["an element", "element"]])
  test(`the target may be ${name}, and what comes later counts`, async () => {
    if (target !== "element") await attach(target);
    await make("textarea");
    if (target === "element") await attach("element");
    await focus();
    await type(EMAIL);
    await press("Enter");
    assert.match((await sends())[0], TOKEN);
  });

test("fields of other forms are sent as they are", async () => {
  await make("login");
  await attach(undefined);
  await focus();
  await type(EMAIL);
  await press("Enter");
  assert.deepEqual(await sends(), [EMAIL]);
});

test("links, and what stands elsewhere, work on without an engine", async () => {
  await make("shadow");
  await attach(undefined, {}, "failed");
  await focus();
  await type(EMAIL);
  await page.locator("#elsewhere").click();
  assert.deepEqual(await said(), ["elsewhere"]);
});

test("previews: the widget reads no value, whole or in part, and all that is none", async () => {
  for (const [kind, engine] of [["textarea", "on"], ["react", "on"], ["textarea", "starting"]]) {
    await page.evaluate(() => void globalThis.clear());
    await make(kind);
    await attach("#widget", { previews: true, pause: 150 }, engine);
    await focus();
    await type(`hi, my card is ${CARD}, write to ${EMAIL} please`);
    if (engine === "starting") {
      assert.equal(await read(), "", "it hears nothing yet");
      await page.evaluate(() => globalThis.open());
    }
    await until("the pause", async () => / please$/.test(await read()));
    const previews = await read();
    assert.doesNotMatch(previews, /4111|1111|ana\.|lopez|example/);
    assert.match(previews, /hi, my card is/);
    assert.match(await field(), /^hi, my card is \(CARD_1_\w{4}\), write to \(EMAIL_1_\w{4}\) please$/);
    await press("Enter");
    assert.match((await sends())[0], /^hi, my card is \(CARD_1_\w{4}\), write to \(EMAIL_1_\w{4}\) please$/);
    await page.evaluate(() => globalThis.detach());
  }
});

test("previews: a value that ends the message is masked by Enter, and by leaving", async () => {
  await make("textarea");
  await attach("#widget", { previews: true, pause: 60_000 });
  await focus();
  await type(`to ${EMAIL}`);
  assert.doesNotMatch(await read(), /ana/);
  await page.locator("#elsewhere").focus();
  assert.match(await read(), /to \(EMAIL_1_\w{4}\)$/);
  await focus();
  await press("End");
  await type(` or ${EMAIL}`);
  await press("Enter");
  assert.match((await sends())[0], /^to \(EMAIL_1_\w{4}\) or \(EMAIL_1_\w{4}\)$/);
  assert.doesNotMatch(await read(), /ana/);
});

test("files beside it: text is masked, a picture is not sent, in a shadow tree too", async () => {
  for (const kind of ["textarea", "shadow"]) {
    await page.evaluate(() => void globalThis.clear());
    await make(kind);
    await attach("#widget");
    await focus();
    const file = page.locator(".file").first();
    await file.setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from(`call ${EMAIL}`) });
    await until("the file", async () => (await said()).length === 1);
    assert.match((await said())[0], /^note\.txt: call \(EMAIL_1_\w{4}\)$/);
    await file.setInputFiles({ name: "id.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\0", "latin1") });
    await until("blackbar:blocked", async () => (await heard("blocked")).length === 1);
    assert.equal((await said()).length, 1);
    assert.equal(await file.evaluate((input) => input.files.length), 0);
    await page.evaluate(() => globalThis.detach());
  }
});
