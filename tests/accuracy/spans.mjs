// Arithmetic of spans {start, end}: half open, UTF-16 units.

/** Characters of `span` that `findings` cover; they may overlap. */
export function covered(span, findings) {
  let count = 0;
  let at = span.start;
  for (const { start, end } of [...findings].sort((a, b) => a.start - b.start)) {
    const from = Math.max(at, start);
    const to = Math.min(span.end, end);
    if (to > from) {
      count += to - from;
      at = to;
    }
  }
  return count;
}

/** Found means that four characters in five are. */
export function isFound(span, findings) {
  return covered(span, findings) >= 0.8 * (span.end - span.start);
}

/** Stands in a peer's output for whatever it took away; no text here holds it. */
export const MARK = "\u0001";

/**
 * What a peer took away, read off its output, in which each replacement is MARK.
 * Where it changed more than that (white space, say), everything between the
 * first and the last difference counts.
 */
export function changed(text, output) {
  if (text === output) return [];
  const kept = output.split(MARK);
  const escaped = kept.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const found = new RegExp(`^${escaped.join("(.*?)")}$`, "ds").exec(text);
  if (found !== null && kept.length > 1)
    return found.indices.slice(1).map(([start, end]) => ({ start, end }));
  let start = 0;
  while (start < text.length && text[start] === output[start]) ++start;
  let tail = 0;
  const most = Math.min(text.length, output.length) - start;
  while (tail < most && text.at(-1 - tail) === output.at(-1 - tail)) ++tail;
  return [{ start, end: text.length - tail }];
}
