// blackbar/adapters in front of the real widgets: what a person types, what a
// loopback server gets of it, and that all is as it was after detach.
//   node adapters_test.mjs      (after `npm ci` in tests/adapters and a build in js/)
//   BROWSER=firefox node adapters_test.mjs      or webkit; tests/run takes Chromium
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle } from "../adapters/bundle.mjs";
import { start } from "../adapters/server.mjs";
import { launch, until } from "./page.mjs";
import { launchWebkit } from "./webkit_page.mjs";

const EMAIL = "ana.lopez@example.com";
const TOKEN = /\(EMAIL_\d+_\w{4}\)/;
// A picture: no text, so nobody can see what is in it.
const PICTURE = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR picture-bytes", "latin1");
const NOTE = Buffer.from(`call ${EMAIL} about ord-4242`);

const BROWSER = process.env.BROWSER ?? "chromium";
// A warning of its own that Firefox gives as an error, for whoever asks for `Components`.
const NO_FAULT = /^The Components object is deprecated/;
// WebDriver gives a file to an input alone, not to a chooser that a script opens.
const choosers = BROWSER !== "webkit";

let browser;
let server;
before(async () => {
  const bundles = await bundle();
  browser = BROWSER === "webkit" ? await launchWebkit() : await launch(BROWSER);
  server = await start(bundles);
});
after(async () => {
  await browser?.close();
  server?.close();
});

// How each widget is used by hand, and what has to be on the wire beside the text.
const WIDGETS = [
  { name: "deep-chat", field: "deep-chat #text-input", chooser: "deep-chat #upload-mixed-files-icon", bubble: "typed", ids: ["ord-4242"] },
  { name: "deep-chat", variant: "websocket", field: "deep-chat #text-input", bubble: "typed", ids: [] },
  { name: "webchat", field: ".webchat__send-box-text-box__input", file: "#root input[type=file]", bubble: "typed", ids: ["clientActivityID", '"id":"u-1"'] },
  { name: "n8n", field: "textarea", chooser: ".chat-input-file-button", bubble: "typed", ids: ["ord-4242", '"sessionId"'] },
  { name: "rasa-webchat", field: ".rw-new-message", bubble: "typed", ids: ["ord-4242", '"session_id":"s-1"'] },
  { name: "flowise", field: "flowise-fullchatbot textarea", file: "flowise-fullchatbot input[type=file]", bubble: "typed", reply: "token", ids: ['"chatId"'] },
  { name: "ai", field: "#text", file: "#file", bubble: "typed", ids: ["ord-4242"] },
  { name: "ai", variant: "wrapped", field: "#text", bubble: "typed", ids: ["ord-4242"], detaches: false },
  { name: "react-chatbot-kit", field: ".react-chatbot-kit-chat-input", bubble: "typed", ids: ["ord-4242"] },
  { name: "react-chatbot-kit", variant: "component", field: ".react-chatbot-kit-chat-input", bubble: "typed", reply: "none", ids: ["ord-4242"] },
  { name: "chatscope", field: ".cs-message-input__content-editor", bubble: "typed", ids: ["ord-4242"] },
  { name: "stream-chat", field: "#text", file: "#file", bubble: "typed", reply: "none", ids: ['"id":"', '"type":"regular"'] },
];

const titleOf = ({ name, variant }) => (variant ? `${name}, ${variant}` : name);

async function open(widget, options = {}) {
  const query = new URLSearchParams({ ...(widget.variant && { variant: widget.variant }), ...options });
  const page = await (await browser.newContext()).newPage();
  const faults = [];
  page.on("pageerror", ({ message }) => NO_FAULT.test(message) || faults.push(message));
  await page.goto(`${server.url}/page/${widget.name}?${query}`, { waitUntil: "commit" });
  await until(`${widget.name}: ${faults}`, () => page.evaluate(() => globalThis.ready === true));
  const field = page.locator(widget.field).first();
  await field.waitFor();
  server.received.length = 0;
  return {
    page,
    faults,
    async send(text) {
      await field.click();
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    async choose(name, mimeType, buffer) {
      const file = { name, mimeType, buffer };
      if (widget.file) return page.locator(widget.file).first().setInputFiles(file);
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.locator(widget.chooser).first().click()]);
      return chooser.setFiles(file);
    },
    heard: (name) => page.evaluate((name) => globalThis.heard.filter((event) => event.name === name), name),
    /** All that is to be read, in open shadow roots too. */
    shown: () =>
      page.evaluate(() => {
        const read = (root) =>
          [...root.querySelectorAll("*")].map(({ shadowRoot }) => (shadowRoot ? read(shadowRoot) : "")).join("") +
          (root.body ?? root).textContent;
        return read(document);
      }),
    close: () => page.context().close(),
  };
}

/** Bytes as they are, or in base64. */
const leaves = (bytes) =>
  wire().includes(bytes.toString("latin1")) || wire().includes(bytes.toString("base64").slice(0, -4));
const wire = () => server.received.map(({ body }) => body).join("\n");
const arrives = (word) => until(`"${word}" on the wire`, () => wire().includes(word), 10_000);

for (const widget of WIDGETS) {
  test(`${titleOf(widget)}: masked on the wire, shown in the page, and off after detach`, async () => {
    const chat = await open(widget);
    await chat.send(`first: write to ${EMAIL} about ord-77`);
    await arrives("first:");
    assert.ok(!wire().includes("ana.lopez"), wire());
    assert.match(wire(), TOKEN);
    for (const id of [...widget.ids, "ord-77"]) assert.ok(wire().includes(id), `${id} in ${wire()}`);
    if (widget.bubble === "typed")
      await until("the bubble", async () => (await chat.shown()).includes(`first: write to ${EMAIL} about ord-77`));
    if (widget.reply === undefined)
      await until("the restored reply", async () => (await chat.shown()).includes(`We wrote to ${EMAIL} today`));
    if (widget.reply === "token")
      await until("the reply", async () => /We wrote to \(EMAIL_1_\w{4}\) today/.test(await chat.shown()));
    const { endpoint, findings } = (await chat.heard("redacted")).find(({ findings }) => findings.length > 0);
    assert.equal(endpoint, widget.name);
    assert.equal(findings[0].entity, "EMAIL_ADDRESS");
    assert.ok(!JSON.stringify(await chat.heard("redacted")).includes("ana.lopez"), "no event holds a value");

    if (widget.detaches !== false) {
      assert.deepEqual(await chat.page.evaluate(() => page.detach()), { lost: [], left: [] });
      server.received.length = 0;
      await chat.send(`second: write to bea.kim@example.com about ord-78`);
      await arrives("second:");
      assert.ok(wire().includes("bea.kim@example.com"), "it is really off, and so leaks");
      assert.ok((await chat.shown()).includes("first: write to"), "what was said stays in sight");
    }
    assert.deepEqual(chat.faults, []);
    await chat.close();
  });

  test(`${titleOf(widget)}: nothing leaves without an engine, and in order once it is there`, async () => {
    const failed = await open(widget, { guard: "failed" });
    if (widget.detaches === false) return failed.close();
    await failed.send(`first: ${EMAIL}`);
    await until("blackbar:blocked", async () => (await failed.heard("blocked")).length > 0);
    assert.equal((await failed.heard("blocked"))[0].code, "not-ready");
    assert.ok(!wire().includes("first:"), wire());
    await failed.close();

    const starting = await open(widget, { guard: "starting" });
    await starting.send(`first: ${EMAIL}`);
    await new Promise((done) => setTimeout(done, 100));
    assert.ok(!wire().includes("first:"), "it waits");
    await starting.page.evaluate(() => globalThis.open());
    await arrives("first:");
    assert.ok(!wire().includes("ana.lopez"));
    assert.match(wire(), TOKEN);
    await starting.close();
  });

  if (widget.file === undefined && widget.chooser === undefined) continue;

  const skip = !choosers && widget.file === undefined && "the widget opens its chooser by script";
  test(`${titleOf(widget)}: a text file is masked, the text beside it too, and a picture blocked`, { skip }, async () => {
    const chat = await open(widget);
    await chat.choose("note.txt", "text/plain", NOTE);
    await new Promise((done) => setTimeout(done, 300));
    await chat.send(`first: see ${EMAIL}`);
    await arrives("first:");
    await until("the file", () => /call \(EMAIL|Y2FsbCAoRU1BSUx/.test(wire()));
    assert.ok(!wire().includes("ana.lopez"), wire());
    assert.ok(!leaves(NOTE), "nor in base64");
    await chat.close();

    const blocking = await open(widget);
    await blocking.choose("id.png", "image/png", PICTURE);
    await new Promise((done) => setTimeout(done, 300));
    await blocking.send(`first: see ${EMAIL}`);
    await until("blackbar:blocked", async () => (await blocking.heard("blocked")).length > 0);
    await new Promise((done) => setTimeout(done, 300));
    assert.ok(!leaves(PICTURE), wire());
    assert.ok(!wire().includes("ana.lopez"), wire());
    await blocking.close();
  });
}

const noChooser = !choosers && "the widget opens its chooser by script";
test("deep-chat: a picture leaves where the page allows it, and the text beside it is masked", { skip: noChooser }, async () => {
  const [widget] = WIDGETS;
  const chat = await open(widget, { uploads: "allow" });
  await chat.choose("id.png", "image/png", PICTURE);
  await new Promise((done) => setTimeout(done, 300));
  await chat.send(`first: see ${EMAIL}`);
  await until("the picture", () => leaves(PICTURE));
  assert.ok(!wire().includes("ana.lopez"), wire());
  await chat.close();
});
