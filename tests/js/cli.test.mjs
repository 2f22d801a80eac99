// The command line as a shell sees it: what it prints, and its exit codes.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../js/dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "blackbar-cli-"));
after(() => rmSync(folder, { recursive: true }));

/** @returns {{ code, out, err }} */
function blackbar(words, input = "") {
  const ran = spawnSync(process.execPath, [main, ...words], { cwd: folder, input, encoding: "utf8" });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** A file in the folder that commands run in. */
function file(name, content) {
  const lines = Array.isArray(content) ? content.map((line) => JSON.stringify(line)).join("\n") : content;
  writeFileSync(join(folder, name), lines);
  return name;
}

const CARD = "4111 1111 1111 1111";
const MAIL = "ana@example.com";

test("scan prints place, entity, rule, score and risk, and exits 1", () => {
  const { code, out, err } = blackbar(["scan"], `hello\nmail ${MAIL}\n`);
  assert.match(out, /^2:6 EMAIL_ADDRESS email_address\.\w+ [01]\.\d\d high\n$/);
  assert.deepEqual([code, err], [1, ""]);
});

test("no value is printed without --show", () => {
  for (const words of [["scan"], ["scan", "--json"]]) {
    const { out } = blackbar(words, `card ${CARD}, ${MAIL}`);
    assert.ok(!out.includes(CARD) && !out.includes(MAIL), out);
    const shown = blackbar([...words, "--show"], `card ${CARD}, ${MAIL}`).out;
    assert.ok(shown.includes(CARD) && shown.includes(MAIL), shown);
  }
});

test("clean and empty input exit 0", () => {
  assert.deepEqual(blackbar(["scan"], "Do you ship to Ireland?\n"), { code: 0, out: "", err: "" });
  assert.deepEqual(blackbar(["scan"]), { code: 0, out: "", err: "" });
  assert.deepEqual(blackbar(["scan", "--json"]), { code: 0, out: "", err: "" });
  assert.deepEqual(blackbar(["redact"]), { code: 0, out: "", err: "" });
  assert.deepEqual(blackbar(["redact"], "\n\nhi"), { code: 0, out: "\n\nhi", err: "" });
});

test("scan --json prints an object for each line", () => {
  const { code, out } = blackbar(["scan", "--json"], `hello\nmail ${MAIL}`);
  const [clean, found, ...more] = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(clean, { line: 1, findings: [] });
  const [{ entity, start, end, risk }] = found.findings;
  assert.deepEqual([found.line, entity, start, end, risk], [2, "EMAIL_ADDRESS", 5, 20, "high"]);
  assert.deepEqual([code, more], [1, []]);
});

test("with more than one file the name stands in front", () => {
  file("a.txt", MAIL);
  file("b.txt", `\n${MAIL}\n`);
  assert.match(blackbar(["scan", "a.txt", "b.txt"]).out, /^a\.txt:1:1 EMAIL.*\nb\.txt:2:1 EMAIL.*\n$/);
  assert.match(blackbar(["scan", "a.txt"]).out, /^1:1 EMAIL/);
  const lines = blackbar(["scan", "--json", "a.txt", "-"], "hi").out.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).file), ["a.txt", "-"]);
});

test("redact keeps line ends, and a value has one token throughout", () => {
  const { code, out } = blackbar(["redact"], `a ${MAIL}\r\nb\u2028c\nagain ${MAIL}, bob@example.com`);
  assert.equal(out, "a (EMAIL_1)\r\nb\u2028c\nagain (EMAIL_1), (EMAIL_2)");
  assert.equal(code, 1);
});

test("redact --json prints text and findings, never the value", () => {
  const { code, out } = blackbar(["redact", "--json"], `to ${MAIL}\n`);
  const { line, text, findings } = JSON.parse(out);
  assert.deepEqual([code, line, text], [1, 1, "to (EMAIL_1)"]);
  assert.deepEqual([findings[0].operator, findings[0].replacement], ["token", "(EMAIL_1)"]);
  assert.ok(!out.includes(MAIL));
});

test("--jsonl reads strings and texts; redact leaves the rest of a line alone", () => {
  const input = `"to ${MAIL}"\n\n{"id": 12345678901234567890, "text": "to \\u0061na@example.com"}\n`;
  const scanned = blackbar(["scan", "--jsonl"], input);
  assert.match(scanned.out, /^1:4 EMAIL_ADDRESS .*\n3:4 EMAIL_ADDRESS .*\n$/);
  const redacted = blackbar(["redact", "--jsonl"], input);
  assert.equal(
    redacted.out,
    '"to (EMAIL_1)"\n\n{"id": 12345678901234567890, "text": "to (EMAIL_1)"}\n',
  );
  assert.equal(redacted.code, 1);
});

test("without --jsonl a line of JSON is plain text", () => {
  assert.match(blackbar(["scan"], `"${MAIL}"\n`).out, /^1:2 EMAIL_ADDRESS /);
});

for (const line of [`mail ${MAIL}`, `{"body": "${MAIL}"}`, `["${MAIL}"]`, `{"text": 7}`, "7"]) {
  test(`--jsonl refuses ${line} and does not quote it`, () => {
    for (const command of ["scan", "redact"]) {
      const { code, out, err } = blackbar([command, "--jsonl"], `"ok"\n${line}\n`);
      assert.equal(code, 2);
      assert.match(err, /^blackbar: -:2: is no JSON/);
      assert.ok(!`${out}${err}`.includes("ana"));
    }
  });
}

test("UTF-8 is read across chunks, columns are UTF-16 units, a byte order mark is dropped", async () => {
  const child = spawn(process.execPath, [main, "scan"]);
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  const bytes = Buffer.from(`\uFEFF\u{1F389} \u00E9 ${MAIL}\n`);
  for (const byte of bytes) {
    child.stdin.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.stdin.end();
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.match(out, /^1:6 EMAIL_ADDRESS /);
  assert.equal(code, 1);
});

test("a malformed byte stops nothing", () => {
  const { code, out } = blackbar(["redact"], Buffer.concat([Buffer.of(0xff), Buffer.from(` ${MAIL}`)]));
  assert.deepEqual([code, out], [1, "\uFFFD (EMAIL_1)"]);
});

test("large input streams, with a line longer than any chunk", () => {
  const long = "lorem ipsum ".repeat(20_000);
  const { code, out } = blackbar(["scan"], `${long}\n`.repeat(20) + MAIL);
  assert.match(out, /^21:1 EMAIL_ADDRESS /);
  assert.equal(code, 1);
});

test("a reader that goes away ends it without a word", async () => {
  const child = spawn(process.execPath, [main, "scan"]);
  let err = "";
  child.stderr.on("data", (data) => (err += data));
  child.stdin.on("error", () => {}); // it has gone
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end(`${MAIL}\n`.repeat(100_000));
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 2);
  assert.equal(err, "");
});

test("--policy takes a preset or a file, --expects and --countries a list", () => {
  const keeps = file("keep.json", '{"extends": "detect-only"}');
  const both = ["redact", "--policy"];
  assert.deepEqual(blackbar([...both, "detect-only"], MAIL).out, MAIL);
  assert.deepEqual(blackbar([...both, keeps], MAIL), { code: 1, out: MAIL, err: "" });
  assert.match(blackbar(["redact", "--policy=pci-chat"], `card ${CARD}`).out, /^card \*+/);
  // A bare CVV is found when it was asked for.
  assert.equal(blackbar(["scan"], "123").code, 0);
  assert.match(blackbar(["scan", "--expects", "CVV_NUMBER"], "123").out, /^1:1 CVV_NUMBER /);
  const ssn = "my ssn is 219-09-9999";
  assert.match(blackbar(["scan", "--countries", "US"], ssn).out, / US_SSN /);
  assert.ok(!blackbar(["scan", "--countries", "DE,FR"], ssn).out.includes("US_SSN"));
});

const MISTAKES = [
  // what is on standard error, the words
  [/say what to do: scan, redact, test, keygen or open/, []],
  [/no command scam;/, ["scam"]],
  [/no command toString;/, ["toString"]],
  [/say by --keyring where the keys are/, ["open", "--conversation", "c"]],
  [/say by --conversation which one it is/, ["open", "--keyring", "k"]],
  [/--conversation: should be 255 bytes at most/, ["open", "--keyring", "k", "--conversation", "c".repeat(256)]],
  [/none\.json: no such file/, ["open", "--keyring", "none.json", "--conversation", "c"]],
  [/broken\.json: invalid-json: \$: is no JSON/, ["open", "--keyring", "broken.json", "--conversation", "c"]],
  [/list\.json,empty\.json: |empty\.json: wrong-type: \$\.kid/, ["open", "--keyring", "list.json,empty.json", "--conversation", "c"]],
  [/--policy is not for open/, ["open", "--policy", "default"]],
  [/--kid is not for scan/, ["scan", "--kid", "k"]],
  [/--keyring is not for redact/, ["redact", "--keyring", "k"]],
  [/keygen takes options only/, ["keygen", "k.json"]],
  [/--json is not for keygen/, ["keygen", "--json"]],
  [/--kid: should be letters/, ["keygen", "--kid", "a b"]],
  [/--use: should be enc or conversation/, ["keygen", "--use", "sig"]],
  [/--shared is always for one conversation/, ["keygen", "--shared", "--use", "enc"]],
  [/--expires: should be a day or a time to come/, ["keygen", "--expires", "2020-01-31"]],
  [/--expires: should be a day or a time to come/, ["keygen", "--expires", "soon"]],
  [/list\.json: is there already/, ["keygen", "--out", "list.json"]],
  [/no option --jsn;/, ["scan", "--jsn"]],
  [/no option -x;/, ["scan", "-x"]],
  [/no option --polcy;/, ["scan", "--polcy=default"]],
  [/--policy needs a value/, ["scan", "--policy"]],
  [/--policy needs a value/, ["scan", "--policy="]],
  [/--json takes no value/, ["scan", "--json=1"]],
  [/--show is for scan/, ["redact", "--show"]],
  [/none\.txt: no such file/, ["scan", "none.txt"]],
  [/\.: is a folder/, ["scan", "."]],
  [/pci: no such file, and the presets are default/, ["scan", "--policy", "pci"]],
  [/broken\.json: invalid-json: \$: is no JSON/, ["scan", "--policy", "broken.json"]],
  [/typo\.json: unknown-key: \$\.treshold: /, ["scan", "--policy", "typo.json"]],
  [/list\.json: wrong-type: \$: should be an object/, ["scan", "--policy", "list.json"]],
  [/pattern\.json: bad-pattern: \$\.rules\[0\]\.pattern: /, ["redact", "--policy", "pattern.json"]],
  [/--countries: unknown-country: should be an ISO/, ["scan", "--countries", "usa"]],
  [/--expects: unknown-entity: /, ["scan", "--expects", "CARD"]],
  [/say blackbar test POLICY CASES/, ["test", "default"]],
  [/--json is not for test/, ["test", "--json", "default", "cases"]],
];

test("every mistake exits 2 with a sentence on standard error", () => {
  file("broken.json", '{"threshold": secret}');
  file("typo.json", '{"treshold": 0.5}');
  file("list.json", "[]");
  file("empty.json", "{}");
  file("pattern.json", '{"rules": [{"entity": "A", "pattern": "("}]}');
  for (const [says, words] of MISTAKES) {
    const { code, out, err } = blackbar(words, MAIL);
    const sentence = `blackbar ${words.join(" ")}: ${err}`;
    assert.deepEqual([code, out], [2, ""], sentence);
    assert.match(err, says, sentence);
    assert.match(err, /^blackbar: [^\n]+\n$/, sentence);
    assert.ok(!err.includes("secret") && !err.includes(MAIL), sentence);
  }
});

test("test exits 0 when every case holds", () => {
  file("good.jsonl", [
    { text: `card ${CARD}`, findings: [{ entity: "CREDIT_CARD", value: CARD }], redacted: "card (CARD_1)" },
    { text: "hello", findings: [] },
    { text: MAIL, findings: [{ entity: "EMAIL_ADDRESS", start: 0, end: 15 }] },
    {
      name: "twice",
      text: `${MAIL} ${MAIL}`,
      findings: [
        { entity: "EMAIL_ADDRESS", value: MAIL },
        { entity: "EMAIL_ADDRESS", value: MAIL },
      ],
    },
    { text: "123", expects: ["CVV_NUMBER"], findings: [{ entity: "CVV_NUMBER", value: "123" }] },
    { text: "ssn 219-09-9999", countries: ["US"], findings: [{ entity: "US_SSN", value: "219-09-9999" }] },
  ]);
  assert.deepEqual(blackbar(["test", "default", "good.jsonl"]), {
    code: 0,
    out: "6 cases, 0 failed\n",
    err: "",
  });
});

test("test shows what was expected and what came, and exits 1", () => {
  file("bad.jsonl", [
    { text: "fine", findings: [] },
    {
      name: "a wrong end",
      text: `card ${CARD}, ${MAIL}`,
      findings: [
        { entity: "CREDIT_CARD", value: "4111 1111" },
        { entity: "EMAIL_ADDRESS", value: MAIL },
      ],
      redacted: "card (CARD_1), me",
    },
  ]);
  const { code, out, err } = blackbar(["test", "default", "bad.jsonl"]);
  assert.deepEqual(out.split("\n"), [
    "FAILED a wrong end (bad.jsonl:2)",
    '  - CREDIT_CARD 5-14 "4111 1111"',
    '  + CREDIT_CARD 5-24 "4111 1111 1111 1111"',
    '    EMAIL_ADDRESS 26-41 "ana@example.com"',
    '  - redacted "card (CARD_1), me"',
    '  + redacted "card (CARD_1), (EMAIL_1)"',
    "2 cases, 1 failed",
    "",
  ]);
  assert.deepEqual([code, err], [1, ""]);
});

test("a wrong case exits 2 and says its line and path", () => {
  const wrong = [
    [/: \$: is no JSON/, "{text: 1}"],
    [/: \$: should be an object/, "[]"],
    [/: \$\.text: should be a string/, '{"findings": []}'],
    [/: \$\.findings: should be an array/, '{"text": "a"}'],
    [/: \$\.finding: no such key/, '{"text": "a", "finding": []}'],
    [/: \$\.findings\[0\]\.value: does not stand in the text/, { entity: "A", value: "b" }],
    [/: \$\.findings\[0\]: should have a value, or/, { entity: "A" }],
    [/: \$\.findings\[0\]: should have a value, or/, { entity: "A", start: 0, end: 2 }],
    [/: \$\.findings\[0\]: .* not both/, { entity: "A", value: "a", start: 0 }],
    [/: \$\.expects: /, '{"text": "a", "findings": [], "expects": ["NOTHING_SUCH"]}'],
    [/: holds no case/, "\n"],
  ];
  for (const [says, line] of wrong) {
    file("wrong.jsonl", typeof line === "string" ? line : [{ text: "a", findings: [line] }]);
    const { code, err } = blackbar(["test", "default", "wrong.jsonl"]);
    assert.equal(code, 2, err);
    assert.match(err, says);
    assert.match(err, /wrong\.jsonl/);
  }
});

test("test says what is wrong in a policy before it reads a case", () => {
  const { code, out, err } = blackbar(["test", file("typo.json", '{"treshold": 1}'), file("no.jsonl", "{}")]);
  assert.deepEqual([code, out], [2, ""]);
  assert.match(err, /typo\.json: unknown-key: \$\.treshold/);
});

test("--help and --version exit 0", async () => {
  const help = blackbar(["--help"]);
  assert.equal(help.code, 0);
  for (const word of ["scan", "redact", "test", "keygen", "open", "--keyring", "--policy", "--jsonl", "exit code"])
    assert.ok(help.out.includes(word), word);
  assert.equal(blackbar(["scan", "-h"]).out, help.out);
  const json = await readFile(new URL("../../js/package.json", import.meta.url), "utf8");
  const { code, out } = blackbar(["--version"]);
  assert.equal(code, 0);
  assert.ok(out.startsWith(`blackbar ${JSON.parse(json).version}`), out);
});

test("the package's entry does not reach the command line", async () => {
  const entry = await readFile(new URL("../../js/dist/index.js", import.meta.url), "utf8");
  assert.ok(!entry.includes("cli/") && !entry.includes("node:"));
});
