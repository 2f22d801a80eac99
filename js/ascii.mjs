// The writing half of js/src/ascii.ts, which tells the form. Build time alone.
import { ALPHABET, ESCAPES } from "./dist/ascii.js";

/** O(bytes). @returns {{ text: string, singles: string, size: number }} what
 *  fromAscii takes. */
export function toAscii(bytes) {
  const count = new Array(256).fill(0);
  for (const byte of bytes) ++count[byte];
  const byUse = [...count.keys()].sort((a, b) => count[b] - count[a] || a - b);
  const plain = ALPHABET.length - ESCAPES;
  const spelled = spell(new Set(byUse.slice(0, plain)));
  let text = "";
  for (const byte of bytes) text += spelled.get(byte);
  const singles = ALPHABET.slice(ESCAPES)
    .split("")
    .map((sign) => [...spelled].find(([, spelling]) => spelling === sign)[0]);
  return { text, singles: Buffer.from(singles).toString("hex"), size: bytes.length };
}

/** A byte that is a sign of the alphabet stays that sign: so the words in the wasm
 *  are words in the text, which compressors know. */
function spell(often) {
  const free = new Set(ALPHABET.slice(ESCAPES));
  const spelled = new Map();
  for (const byte of often) {
    const sign = String.fromCharCode(byte);
    if (free.delete(sign)) spelled.set(byte, sign);
  }
  const signs = [...free];
  for (const byte of [...often].sort((a, b) => a - b))
    if (!spelled.has(byte)) spelled.set(byte, signs.shift());
  let rare = 0;
  for (let byte = 0; byte < 256; ++byte) {
    if (spelled.has(byte)) continue;
    const [first, second] = [Math.floor(rare / ALPHABET.length), rare % ALPHABET.length];
    spelled.set(byte, ALPHABET[first] + ALPHABET[second]);
    ++rare;
  }
  return spelled;
}
