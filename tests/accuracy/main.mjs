// The table of tests/accuracy/run.
import { existsSync, readFileSync } from "node:fs";
import { describe, measureMessages, MOST_DESTROYED, MOST_LEAKED, readMessages } from "./messages.mjs";
import { Notebook } from "./notebook.mjs";
import { PARTS } from "./parts.mjs";
import { peers } from "./peers.mjs";
import { builtPackage, newestRules } from "./subjects.mjs";

const DATA = new URL("../../../shared/data/", import.meta.url);
const WORST = 15; // messages listed

export async function main(words) {
  const options = readOptions(words);
  const ours = options.rules ? newestRules() : await builtPackage();
  const subjects = [ours, ...(options.peers ? await peers() : [])];
  const notebook = new Notebook();
  printRow("", subjects.map(({ name }) => name));

  if (!existsSync(DATA)) console.log("skipped: ../shared/data is not here");
  for (const [part, measure] of existsSync(DATA) ? Object.entries(PARTS) : []) {
    const rows = sample(readRows(new URL(`${part}.jsonl`, DATA)), options.rows);
    const columns = [];
    for (const subject of subjects)
      columns.push(await measure(subject, rows, subject === ours ? notebook.open(part) : Notebook.NONE));
    console.log(`${part} (${rows.length})`);
    columns[0].forEach(([label], i) => printRow(`  ${label}`, columns.map((column) => share(column[i]))));
  }

  const messages = readMessages();
  const measured = [];
  for (const subject of subjects) measured.push(await measureMessages(subject, messages));
  console.log(`messages (${messages.length})`);
  const percent = (limit) => `, at most ${limit * 100} %`;
  const leaked = measured.map((one) => share(["", one.leaked, one.personal]));
  const destroyed = measured.map((one) => share(["", one.destroyed, one.clean]));
  printRow(`  personal characters leaked${percent(MOST_LEAKED)}`, leaked);
  printRow(`  clean characters destroyed${percent(MOST_DESTROYED)}`, destroyed);

  notebook.printMost();
  if (options.show !== undefined) notebook.print(options.show);
  const { worst } = measured[0];
  console.log(`\nmessages that are not right: ${worst.length} of ${messages.length}; the worst`);
  for (const message of worst.slice(0, options.show === undefined ? WORST : Infinity))
    console.log(`  ${describe(message)}`);
}

function readOptions(words) {
  const options = { rows: Infinity, peers: false, rules: false, show: undefined };
  for (let at = 0; at < words.length; ++at) {
    if (words[at] === "--peers") options.peers = true;
    else if (words[at] === "--rules") options.rules = true;
    else if (words[at] === "--rows" && Number(words[at + 1]) > 0) options.rows = Number(words[++at]);
    else if (words[at] === "--show" && /^(missed|false)$/.test(words[at + 1])) options.show = words[++at];
    else {
      console.error("tests/accuracy/run [--rows N] [--peers] [--rules] [--show missed|false]");
      process.exit(2);
    }
  }
  return options;
}

function readRows(url) {
  return readFileSync(url, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** At most `most` rows, from all over the file, the same each time. */
function sample(rows, most) {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}

function share([, hits, of]) {
  if (of === 0) return "none";
  return `${((100 * hits) / of).toFixed(1)} % of ${of}`;
}

function printRow(label, cells) {
  console.log((label.padEnd(44) + cells.map((cell) => cell.padStart(18)).join("")).trimEnd());
}
