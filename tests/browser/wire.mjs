// Looks for values in what a server received, however a transport wrote them.
import { stands } from "./values.mjs";

// What machines write by the dozen: without it, six digits of a clock or of a
// random id would now and then be six digits of a card.
const MACHINE = [
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, // UUID
  /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g, // ISO 8601
  /\b1[5-9]\d{11}\b/g, // milliseconds since 1970
  /-{4,}(?:WebKitFormBoundary|geckoformboundary)?\w{16,}/g, // of multipart
];

/** Each way to read a request's URL and body, or a frame. */
function readings({ url, raw }) {
  const body = raw.toString("utf8");
  const plain = [url, body];
  const unescaped = plain.map((text) =>
    text
      .replace(/\\u([\da-f]{4})/gi, (whole, code) => String.fromCharCode(parseInt(code, 16)))
      .replace(/\\(["\\/])/g, "$1")
      .replace(/\\[nrt]/g, " "),
  );
  const percent = plain.map((text) => text.replaceAll("+", " ").replace(/(?:%[\da-f]{2})+/gi, decode));
  const base64 = plain.flatMap((text) =>
    [...text.matchAll(/[\w+/-]{24,}={0,2}/g)].map(([data]) => Buffer.from(data, "base64").toString("utf8")),
  );
  return [...plain, ...unescaped, ...percent, ...base64];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Those of the values that stand in any reading of what was received. */
export function leaked(values, seen) {
  let bytes = [...new Set(seen.flatMap(readings))].join("\n");
  for (const machine of MACHINE) bytes = bytes.replace(machine, "");
  return values.filter((value) => stands(value, bytes));
}

/** How often the words stand in a body or frame as it came: the numbers there are. */
export function times(words, seen) {
  const each = seen.map(({ raw }) => raw.toString("utf8").split(words).length - 1);
  return [...new Set(each)].filter((n) => n > 0).sort();
}
