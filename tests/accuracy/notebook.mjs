// What our findings missed and what they took wrongly, by part and kind.

const MOST = 30; // kinds listed

export class Notebook {
  /** For subjects whose faults are not listed. */
  static NONE = { expected() {}, wrong() {} };

  #part = "";
  #kinds = new Map(); // "part kind" -> { missed, of }
  #lines = { missed: [], false: [] };

  /** What is noted from now on is of this part. */
  open(part) {
    this.#part = part;
    return this;
  }

  expected(kind, hit, text, findings) {
    const key = `${this.#part} ${kind}`;
    const count = this.#kinds.get(key) ?? { missed: 0, of: 0 };
    this.#kinds.set(key, count);
    ++count.of;
    if (hit) return;
    ++count.missed;
    this.#lines.missed.push(`missed ${key}: ${show(text, findings)}`);
  }

  wrong(kind, text, findings) {
    this.#lines.false.push(`false ${this.#part} ${kind}: ${show(text, findings)}`);
  }

  printMost() {
    const most = [...this.#kinds].filter(([, { missed }]) => missed > 0);
    most.sort(([, a], [, b]) => b.missed - a.missed);
    if (most.length > 0) console.log(`\nmissed most, of ${most.length} kinds that were missed`);
    for (const [key, { missed, of }] of most.slice(0, MOST))
      console.log(`  ${key.padEnd(40)} ${missed} of ${of}`);
  }

  print(what) {
    console.log();
    for (const line of this.#lines[what]) console.log(line);
  }
}

function show(text, findings) {
  const found = findings.map(
    ({ start, end, entity, rule }) => `${entity} ${JSON.stringify(text.slice(start, end))} ${rule}`,
  );
  return `${JSON.stringify(text)} -> ${found.join("; ") || "nothing"}`;
}
