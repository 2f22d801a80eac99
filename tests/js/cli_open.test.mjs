// keygen and open as a shell sees them: what they print, where keys go, and exit codes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../js/dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "blackbar-keys-"));
after(() => rmSync(folder, { recursive: true }));

/** @returns {{ code, out, err }} */
function blackbar(words, input = "") {
  const ran = spawnSync(process.execPath, [main, ...words], { cwd: folder, input, encoding: "utf8" });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function file(name, content) {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

const [MAIL, IBAN] = ["ana@example.com", "DE89 3704 0044 0532 0130 00"];
const keyOf = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const publics = {};
for (const name of ["billing", "support"]) {
  const { code, out, err } = blackbar(["keygen", "--out", `${name}.json`, "--kid", name]);
  assert.deepEqual([code, err], [0, ""]);
  publics[name] = JSON.parse(out);
}
file("policy.json", {
  recipients: publics,
  entities: {
    EMAIL_ADDRESS: { operator: "seal", recipient: "support" },
    IBAN_CODE: { operator: "seal", recipient: "billing" },
  },
});
const { out: redacted } = blackbar(
  ["redact", "--policy", "policy.json", "--conversation", "c1", "--json"],
  `write to ${MAIL}\nhello\n${MAIL} pays from ${IBAN}\n`,
);
const open = (words, input = redacted) => blackbar(["open", "--conversation", "c1", ...words], input);

test("keygen writes a private key for its owner alone, and the public one to the terminal", () => {
  const own = keyOf("billing.json");
  assert.deepEqual(Object.keys(own), ["kty", "crv", "kid", "use", "x", "d"]);
  assert.deepEqual({ ...publics.billing, d: own.d }, own);
  if (process.platform !== "win32") assert.equal(statSync(join(folder, "billing.json")).mode & 0o777, 0o600);
  // A second one does not write over it.
  assert.equal(blackbar(["keygen", "--out", "billing.json"]).code, 2);
  assert.deepEqual(keyOf("billing.json"), own);
});

test("keygen without --out prints the private key, and the public one elsewhere", () => {
  const { code, out, err } = blackbar(["keygen", "--use", "conversation", "--expires", "2099-01-31"]);
  const [own, shown] = [JSON.parse(out), JSON.parse(err)];
  assert.deepEqual([code, own.use, own.exp, shown.d, own.x === shown.x], [0, "conversation", 4073500800, undefined, true]);
  const days = JSON.parse(blackbar(["keygen", "--expires", "90d"]).out).exp - Date.now() / 1000;
  assert.ok(Math.abs(days - 90 * 86400) < 60);
  const secret = blackbar(["keygen", "--shared", "--kid", "s1"]);
  const { kty, kid, use, k } = JSON.parse(secret.out);
  assert.deepEqual([kty, kid, use, k.length, secret.err], ["oct", "s1", "conversation", 43, ""]);
});

test("open lists what it has a key for, and says what it has none for", () => {
  assert.ok(!redacted.includes(MAIL) && !redacted.includes("DE89"));
  assert.deepEqual(open(["--keyring", "support.json"]), {
    code: 1,
    out: `1:EMAIL_1 EMAIL_ADDRESS "${MAIL}"\n{"line":2,"text":"hello","findings":[]}\n` +
      `3:EMAIL_1 EMAIL_ADDRESS "${MAIL}"\n3:IBAN_1 IBAN_CODE no-key\n`,
    err: "",
  });
  const both = open(["--keyring", "support.json,billing.json", "--json"]);
  const [first, , third] = both.out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([both.code, first.line, third.opened.map(({ value }) => value)], [0, 1, [MAIL, IBAN]]);
});

test("bare envelopes are lines, too, and files have their names in front", () => {
  const envelopes = redacted.trimEnd().split("\n").map((line) => JSON.parse(line).sealed).filter(Boolean);
  file("a.jsonl", `${JSON.stringify(envelopes[0])}\n`);
  file("b.jsonl", `${JSON.stringify(envelopes[1])}\n`);
  const { out } = open(["--keyring", "support.json", "a.jsonl", "b.jsonl"]);
  assert.match(out, /^a\.jsonl:1:EMAIL_1 .*\nb\.jsonl:1:EMAIL_1 .*\nb\.jsonl:1:IBAN_1 IBAN_CODE no-key\n$/);
});

test("another conversation, another key, a change, the same line twice: no value", () => {
  const line = `${redacted.split("\n")[0]}\n`;
  file("other.json", JSON.parse(blackbar(["keygen", "--kid", "support"]).out));
  const flipped = line.replace(/"sealed":"(.)/, (_, sign) => `"sealed":"${sign === "A" ? "B" : "A"}`);
  for (const [words, input] of [
    [["--conversation", "c2", "--keyring", "support.json"], line],
    [["--keyring", "other.json"], line],
    [["--keyring", "support.json"], flipped],
  ])
    assert.deepEqual(open(words, input), { code: 1, out: "1:$.items[0] - not-opened\n", err: "" });
  const twice = open(["--keyring", "support.json"], line + line);
  assert.deepEqual([twice.code, twice.out.split("\n")[1]], [1, "2:$.items[0] - replayed"]);
});

test("in other lines what is sealed in the text gives way to its value", () => {
  const secret = JSON.parse(blackbar(["keygen", "--shared", "--kid", "s1", "--out", "s1.json"]).out || "null");
  assert.equal(secret, null); // there is no public half
  const key = keyOf("s1.json");
  file("inline.json", {
    recipients: { session: key },
    entities: { EMAIL_ADDRESS: { operator: "encrypt", recipient: "session" } },
  });
  const sealed = blackbar(["redact", "--policy", "inline.json", "--conversation", "c1"], `write to ${MAIL}\r\nhello`).out;
  assert.match(sealed, /^write to \(bb1:EMAIL_ADDRESS:s1:\w+\)\r\nhello$/);
  const keyring = ["--keyring", "s1.json"];
  assert.deepEqual(open(keyring, sealed), { code: 0, out: `write to ${MAIL}\r\nhello`, err: "" });
  assert.deepEqual(open(["--conversation", "c2", ...keyring], sealed), { code: 1, out: sealed, err: "" });
  assert.equal(open(["--keyring", "billing.json"], sealed).out, sealed);
  const json = JSON.stringify({ id: 7, text: sealed });
  assert.equal(open([...keyring, "--jsonl"], json).out, JSON.stringify({ id: 7, text: `write to ${MAIL}\r\nhello` }));
  const { places, text } = JSON.parse(open([...keyring, "--json"], sealed.split("\r")[0]).out);
  assert.deepEqual([text, places[0].value], [`write to ${MAIL}`, MAIL]);
});

test("what is no envelope, and no keyring, exits 2 and is not quoted", () => {
  const { d } = keyOf("billing.json");
  for (const [says, words, input] of [
    [/^blackbar: -:1: out-of-range: \$\.v: is not 1\n$/, ["--keyring", "billing.json"], '{"items": [], "v": 2}'],
    [/^blackbar: -:1: wrong-type: \$\.items: /, ["--keyring", "billing.json"], `{"items": "${MAIL}", "v": 1, "suite": 1}`],
    [/broken\.json: invalid-json: \$: is no JSON/, ["--keyring", file("broken.json", `{"d": ${d}}`)], ""],
    [/short\.json: bad-key: \$\.keys\[0\]\.d: /, ["--keyring", file("short.json", { keys: [{ ...keyOf("billing.json"), d: d.slice(1) }] })], ""],
    [/billing\.json,same\.json: bad-key: \$\[1\]\.kid/, ["--keyring", `billing.json,${file("same.json", keyOf("billing.json"))}`], ""],
  ]) {
    const { code, out, err } = open(words, input);
    assert.deepEqual([code, out], [2, ""], err);
    assert.match(err, says);
    assert.ok(!err.includes(d.slice(1)) && !err.includes(MAIL), err);
  }
});
