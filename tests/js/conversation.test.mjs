// Tokens over a conversation, as js/src/conversation.ts gives them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";

const redactor = await createRedactor();

test("the same value has the same token all through", () => {
  const chat = redactor.openConversation();
  assert.equal(chat.redact("I am ana@example.com").text, "I am (EMAIL_1)");
  assert.equal(chat.redact("not ben@example.org").text, "not (EMAIL_2)");
  assert.equal(chat.redact("again ana@example.com").text, "again (EMAIL_1)");
  assert.equal(chat.restore("(EMAIL_2) or (EMAIL_1)?"), "ben@example.org or ana@example.com?");
  chat.close();
});

test("restore gives back the very text", () => {
  const chat = redactor.openConversation();
  const text = "Ana: ana@example.com \u{1F389}, IBAN DE89 3704 0044 0532 0130 00\r\n\tgr\u00FC\u00DFe";
  const { text: out } = chat.redact(text);
  assert.notEqual(out, text);
  assert.equal(chat.restore(out), text);
  assert.equal(chat.redact(out).text, out, "twice is once");
  chat.close();
});

test("conversations know nothing of each other", () => {
  const one = redactor.openConversation();
  const two = redactor.openConversation();
  one.redact("ana@example.com");
  assert.equal(two.restore("(EMAIL_1)"), "(EMAIL_1)");
  assert.equal(two.redact("ben@example.org").findings.length, 1);
  one.close();
  two.close();
});

test("a token that the person typed is not taken for ours", () => {
  const chat = redactor.openConversation();
  const text = "(EMAIL_1) is not ana@example.com";
  const { text: out } = chat.redact(text);
  assert.equal(chat.restore(out), text);
  chat.close();
});
