// Tokens over a conversation, as js/src/conversation.ts gives them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRedactor } from "../../js/dist/index.js";

const redactor = await createRedactor();

test("the same value has the same token all through", () => {
  const chat = redactor.openConversation({ tag: false });
  assert.equal(chat.redact("I am ana@example.com").text, "I am (EMAIL_1)");
  assert.equal(chat.redact("not ben@example.org").text, "not (EMAIL_2)");
  assert.equal(chat.redact("again Ana@Example.com").text, "again (EMAIL_1)");
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

const EMAIL = "ana@example.com";

/** A conversation that has made a token for each, and the tokens. */
function told(...values) {
  const chat = redactor.openConversation();
  return { chat, tokens: values.map((value) => chat.redact(`mail ${value}`).findings[0].replacement) };
}

// What models, renderers and people make of a token; with it, what stands around it.
const cores = (token) => {
  const core = token.slice(1, -1);
  const [word, number, tag] = core.split("_");
  return {
    "as it is": token,
    "in small letters": token.toLowerCase(),
    "with a capital": token[0] + token[1] + token.slice(2).toLowerCase(),
    "without brackets": core,
    "in small letters, without brackets": core.toLowerCase(),
    "in square brackets": `[${core}]`,
    "in braces": `{${core}}`,
    "in double braces": `{{${core}}}`,
    "in angles": `<${core}>`,
    "in full-width brackets": `\uFF08${core}\uFF09`,
    "with spaces inside": `( ${core} )`,
    "with underscores escaped": token.replaceAll("_", "\\_"),
    "all escaped for markdown": `\\(${core.replaceAll("_", "\\_")}\\)`,
    "with hyphens": core.replaceAll("_", "-"),
    "with spaces": core.replaceAll("_", " "),
    "run together": core.replaceAll("_", ""),
    "with what is not seen": `(${word}_\u200B${number}_${tag})`,
    "with hyphens that do not break": core.replaceAll("_", "\u2011"),
    "for a URL": encodeURIComponent(core) && `%28${core}%29`,
    "for HTML": `&#40;${core}&#41;`,
    "for HTML, in angles": `&lt;${core}&gt;`,
    "for JSON": `\\u0028${core}\\u0029`,
    "one bracket lost": token.slice(0, -1),
    "the other lost": token.slice(1),
  };
};
const AROUND = {
  alone: (token) => token,
  "in a sentence": (token) => `We wrote to ${token}, thanks.`,
  bold: (token) => `**${token}** is noted`,
  "in italics": (token) => `_${token}_ is noted`,
  "as code": (token) => `\`${token}\``,
  "in quotes": (token) => `"${token}" or '${token}'`,
  possessive: (token) => `${token}'s parcel`,
  "with a plural": (token) => `${token}s`,
  "in a list": (token) => `- ${token}\n- x`,
  "in JSON": (token) => `{"to":"${token}","n":1}`,
  "in a link": (token) => `[write](mailto:${token})`,
  "in a heading": (token) => `# ${token}:`,
  "glued to Japanese": (token) => `\u5B9B\u5148${token}\u3067\u3059`,
};

test("a token is restored whatever was made of it", () => {
  const { chat, tokens: [token] } = told(EMAIL);
  let forms = 0;
  const lost = [];
  for (const [how, core] of Object.entries(cores(token)))
    for (const [where, around] of Object.entries(AROUND)) {
      forms += 1;
      if (!chat.restore(around(core)).includes(EMAIL)) lost.push(`${how}, ${where}`);
    }
  console.log(`${forms - lost.length} of ${forms} mangled forms restored`);
  assert.ok(forms >= 300 && lost.length <= forms / 100, lost.join("; "));
  chat.close();
});

test("forged, typed and foreign tokens stay what they are", () => {
  const values = Array.from({ length: 10 }, (_, i) => `user${i}@example.com`);
  const { chat, tokens } = told(...values);
  const foreign = told(...values);
  const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  const texts = [];
  for (const [i, token] of tokens.entries()) {
    const core = token.slice(1, -1);
    texts.push(foreign.tokens[i], foreign.tokens[i].toLowerCase()); // of somebody else
    texts.push(`(EMAIL_${i + 1})`, `[EMAIL_${i + 1}]`, `EMAIL_${i + 1}`, `email ${i + 1}`);
    texts.push(`(${core}0)`, `(${core}_2)`, `(X${core})`, token.replace("EMAIL", "PHONE"));
    texts.push(token.replace("_", "_0"), token.replace(/_(\d+)_/, "_$1000_"));
    for (let n = 0; n < 38; ++n) {
      // One sign of the tag is another.
      const at = core.length - 1 - (n % 3);
      const other = alphabet[(alphabet.indexOf(core[at]) + 1 + (n % 29)) % alphabet.length];
      texts.push(`(${core.slice(0, at)}${other}${core.slice(at + 1)})`);
    }
  }
  const wrong = texts.filter((text) => values.some((value) => chat.restore(text).includes(value)));
  console.log(`${wrong.length} of ${texts.length} forged tokens restored`);
  assert.ok(texts.length >= 500);
  assert.deepEqual(wrong, []);
  // What the person types is the person's, even to the letter.
  for (const token of [...tokens, tokens[0].toLowerCase(), tokens[1].slice(1, -1)]) {
    const { text } = chat.redact(`why do you write ${token}?`);
    assert.equal(chat.restore(text), `why do you write ${token}?`);
  }
  chat.close();
  foreign.chat.close();
});

test("one person has one token, two have two", () => {
  const chat = redactor.openConversation({ knownValues: { PERSON: ["Maria Lopez", "Maria", "Ms Lopez"] } });
  const found = (text) => chat.redact(text).findings.map(({ replacement }) => replacement);
  const [full] = found("for Maria Lopez please");
  assert.deepEqual(found("tell Maria that Ms Lopez waits"), [full, full]);
  assert.equal(chat.entries().length, 1);
  chat.close();
});

test("restore escapes for where the text goes, and leaves what is not wanted", () => {
  const chat = redactor.openConversation({ knownValues: { PERSON: ['Ana "A" <b>'] } });
  const { findings, text } = chat.redact('Ana "A" <b> writes from ana@example.com');
  const [person, email] = findings.map(({ replacement }) => replacement);
  const value = chat.entries()[0].value;
  assert.equal(JSON.parse(`"${chat.restore(person, { sink: "json" })}"`), value);
  assert.ok(!/[<>"]/.test(chat.restore(person, { sink: "html" })));
  assert.equal(decodeURIComponent(chat.restore(person, { sink: "url" })), value);
  assert.ok(chat.restore(text, { entities: ["PERSON"] }).includes(email));
  for (const options of [{ sink: "x" }, { entities: [] }, { entities: "PERSON" }, { sinks: "text" }])
    assert.throws(() => chat.restore(text, options), { name: "BlackbarError" });
  chat.close();
});

test("the person's rights: entries, correct, forget, export", () => {
  const { chat, tokens: [one, two] } = told(EMAIL, "ben@example.org");
  assert.deepEqual(chat.entries()[0], { token: one, entity: "EMAIL_ADDRESS", value: EMAIL });
  assert.equal(chat.correct(one, "anna@example.com"), true);
  assert.equal(chat.restore(one), "anna@example.com");
  assert.equal(chat.correct("(EMAIL_9)", "x"), false);
  assert.deepEqual(chat.export(), { id: undefined, entries: chat.entries() });
  assert.equal(chat.forget(one), true);
  assert.equal(chat.forget(one), false);
  assert.equal(chat.restore(one + two), `${one}ben@example.org`);
  assert.equal(chat.forget(), true);
  assert.deepEqual(chat.entries(), []);
  chat.close();
});

test("after its time to live a conversation knows nothing", async () => {
  const chat = redactor.openConversation({ ttl: 30 });
  const token = chat.redact(EMAIL).findings[0].replacement;
  assert.equal(chat.restore(token), EMAIL);
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.equal(chat.restore(token), token);
  chat.close();
  for (const ttl of [0, -1, NaN, "5", 2 ** 31])
    assert.throws(() => redactor.openConversation({ ttl }), { code: "out-of-range" });
});

test("a conversation goes on from what it saved", () => {
  const { chat, tokens: [token] } = told(EMAIL);
  const saved = chat.save();
  chat.close();
  const again = redactor.openConversation({ saved });
  assert.equal(again.restore(token), EMAIL);
  assert.equal(again.redact(`it is ${EMAIL}`).text, `it is ${token}`);
  again.close();
  assert.throws(() => redactor.openConversation({ saved: "{}" }), { code: "invalid-json" });
});

test("the person may choose, but never below the policy's floor", async () => {
  const strict = await createRedactor({
    policy: { entities: { PHONE_NUMBER: { operator: "remove", floor: "token" } } },
  });
  const text = `mail ${EMAIL}, call +1 212 555 0134, cvv 123`;
  const override = { EMAIL_ADDRESS: "keep", PHONE_NUMBER: "keep", CVV_NUMBER: "keep" };
  assert.equal(strict.redact(text, { override }).text, `mail ${EMAIL}, call (PHONE_1), cvv [CVV_NUMBER]`);
  assert.equal(strict.redact(text).text, "mail (EMAIL_1), call , cvv [CVV_NUMBER]");
  assert.throws(() => strict.redact(text, { override: { NOTHING: "keep" } }), {
    code: "unknown-entity", where: "options.override.NOTHING",
  });
  assert.throws(() => strict.redact(text, { override: { EMAIL_ADDRESS: "x" } }), { code: "unknown-operator" });
  assert.throws(() => strict.detect(text, { override }), { code: "unknown-key" });
  strict.dispose();
});
