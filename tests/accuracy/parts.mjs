// What is measured on each file of labelled cases. A part is given a subject, the
// file's rows and a notebook; it returns its figures, [label, hits, of], and tells
// the notebook of every span missed and every text found in wrongly.
import { abbreviation, isOf, NOBODY, NOBODY_VALUES, PERSONAL, VALUES } from "./kinds.mjs";
import { covered, isFound } from "./spans.mjs";

export const PARTS = {
  recognizers: measureRecognizers,
  numbers: measureNumbers,
  values: measureValues,
  phones: measureTexts,
  peers: measureTexts,
  negatives: measureNegatives,
  templates: measureTemplates,
};

/** Not what rules can know: each is left out of templates' figure, and then added. */
const UNSURE = ["PERSON", "ORGANIZATION", "LOCATION", "GPE", "NRP", "TITLE", "PREFIX"];

const changes = (findings) => findings.filter((finding) => !finding.kept);
const spanOf = ([start, end]) => ({ start, end });

/** Counts hits. */
class Figure {
  hits = 0;
  of = 0;
  add(hit, weight = 1) {
    this.of += weight;
    if (hit) this.hits += weight;
  }
  row(label) {
    return [label, this.hits, this.of];
  }
}

/** Spans found, and texts without any in which something is found all the same:
 *  `isWrong(row, findings)` says which findings count there. */
async function recallAndFalse(subject, rows, notebook, isWrong) {
  const [recall, sure, wrong] = [new Figure(), new Figure(), new Figure()];
  const found = await subject.find(rows.map(({ text }) => text));
  rows.forEach((row, i) => {
    for (const span of row.spans) {
      const hit = isFound(spanOf(span), found[i]);
      recall.add(hit);
      if (!row.weak) sure.add(hit);
      notebook.expected(span[2], hit, row.text, found[i]);
    }
    if (row.spans.length > 0) return;
    const bad = isWrong(row, found[i]);
    wrong.add(bad);
    if (bad) notebook.wrong(row.entity ?? "any", row.text, found[i]);
  });
  return { recall, sure, wrong };
}

async function measureRecognizers(subject, rows, notebook) {
  const isWrong = ({ entity }, findings) => findings.some((one) => isIt(entity, one));
  const { recall, sure, wrong } = await recallAndFalse(subject, rows, notebook, isWrong);
  return [
    recall.row("spans found"),
    sure.row("  but the weak"),
    wrong.row("false: texts where that entity is found"),
  ];
}

async function measureTexts(subject, rows, notebook) {
  const isWrong = (_, findings) => changes(findings).length > 0;
  const { recall, wrong } = await recallAndFalse(subject, rows, notebook, isWrong);
  return [recall.row("spans found"), wrong.row("false: texts where anything is found")];
}

async function measureNegatives(subject, rows, notebook) {
  const touched = new Figure();
  const found = await subject.find(rows.map(({ text }) => text));
  rows.forEach(({ text, kind }, i) => {
    const bad = changes(found[i]).length > 0;
    touched.add(bad);
    if (bad) notebook.wrong(kind, text, found[i]);
  });
  return [touched.row("touched")];
}

/** A peer does not say what it took a value for; so anything counts. */
function isIt(kind, finding) {
  return finding.entity === undefined || isOf(kind, finding.entity);
}

/** Every row said in a sentence: the place of the value, and what is found. */
async function say(subject, rows, sentence) {
  const texts = rows.map((row) => sentence(row).replace("{}", () => row.value));
  const found = await subject.find(texts);
  return rows.map((row, i) => {
    const start = sentence(row).indexOf("{}");
    return { row, text: texts[i], span: { start, end: start + row.value.length }, found: found[i] };
  });
}

async function measureNumbers(subject, rows, notebook) {
  const short = ({ entity }) => `my ${abbreviation(entity)} is {}`;
  const long = ({ entity }) => `Here is my ${PERSONAL[entity]}: {}, thank you.`;
  return measureKinds(subject, rows, notebook, PERSONAL, NOBODY, [
    ["said, abbreviated", short],
    ["said, long name", long],
    ["alone", () => "{}"],
  ]);
}

async function measureValues(subject, rows, notebook) {
  return measureKinds(subject, rows, notebook, VALUES, NOBODY_VALUES, [
    ["said", ({ entity }) => `my ${VALUES[entity]} is {}`],
    ["alone", () => "{}"],
  ]);
}

async function measureKinds(subject, rows, notebook, personal, nobody, sentences) {
  for (const { entity } of rows)
    if (!(entity in personal) && !(entity in nobody)) throw new Error(`kinds.mjs has no ${entity}`);
  const theirs = rows.filter(({ entity }) => entity in personal);
  const figures = [];
  for (const [how, sentence] of sentences) {
    const [valid, flagged, any] = [new Figure(), new Figure(), new Figure()];
    for (const { row, text, span, found } of await say(subject, theirs, sentence)) {
      const near = found.filter(({ start, end }) => start < span.end && span.start < end);
      if (row.valid) {
        const hit = isFound(span, found);
        valid.add(hit);
        // One by itself says nothing of many kinds, so it is not listed as missed.
        if (how !== "alone") notebook.expected(row.entity, hit, text, found);
        continue;
      }
      const bad = near.some((finding) => isIt(row.entity, finding));
      flagged.add(bad);
      any.add(changes(near).length > 0);
      if (bad) notebook.wrong(row.entity, text, found);
    }
    figures.push(valid.row(`valid found, ${how}`), flagged.row(`  invalid flagged as it`));
    figures.push(any.row("  invalid flagged as anything"));
  }
  const touched = new Figure();
  const nobodys = rows.filter(({ entity, valid }) => valid && entity in nobody);
  for (const { row, text, found } of await say(subject, nobodys, () => "{}")) {
    const bad = changes(found).length > 0;
    touched.add(bad);
    if (bad) notebook.wrong(row.entity, text, found);
  }
  figures.push(touched.row("nobody's touched, alone"));
  return figures;
}

async function measureTemplates(subject, rows, notebook) {
  const leaked = new Map(); // by type
  const unfound = new Map(); // of these, what no rule sees: the policy keeps dates and links
  const count = (figures, type, hidden, length) => {
    if (!figures.has(type)) figures.set(type, new Figure());
    figures.get(type).hits += length - hidden;
    figures.get(type).of += length;
  };
  const found = await subject.find(rows.map(({ text }) => text));
  rows.forEach(({ text, spans }, i) => {
    for (const span of spans) {
      const [start, end, type] = span;
      count(leaked, type, covered(spanOf(span), changes(found[i])), end - start);
      count(unfound, type, covered(spanOf(span), found[i]), end - start);
      if (!UNSURE.includes(type)) notebook.expected(type, isFound(spanOf(span), found[i]), text, found[i]);
    }
  });
  const sum = (types, figures = leaked) => [
    types.reduce((total, type) => total + figures.get(type).hits, 0),
    types.reduce((total, type) => total + figures.get(type).of, 0),
  ];
  const known = [...leaked.keys()].filter((type) => !UNSURE.includes(type));
  const unsure = UNSURE.filter((type) => leaked.has(type));
  return [
    ["characters leaked", ...sum(known)],
    ["  and no rule sees them", ...sum(known, unfound)],
    ...unsure.map((type) => [`  with ${type}`, ...sum([...known, type])]),
    ["  with all of these", ...sum([...known, ...unsure])],
  ];
}
