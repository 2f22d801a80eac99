// Bytes as a string literal that compresses as the bytes do. In base64 three bytes
// are four letters and no byte keeps a letter of its own, so a server's brotli or
// gzip finds a third less in it: 345 KB of a wasm that has 253. Here a byte is one
// sign, or two if it is rare: 259 KB. Internal; js/ascii.mjs writes it.

/** Printable ASCII that stands as it is within "…", without the < that could end a
 *  script written into a page. The first ESCAPES begin a pair. */
export const ALPHABET =
  "~} !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|";
export const ESCAPES = 2;
const SIGNS = 128;

/**
 * @param text signs of ALPHABET. A pair's second is any of them: pair n, in the order
 * of the alphabet, is the n-th byte that no single sign means.
 * @param singles in hex, the byte that each other sign of the alphabet is.
 * @param size in bytes. Text that somebody changed gives other bytes, or fewer.
 * Cost: one pass; some 5 to 10 ms for a megabyte.
 */
export function fromAscii(text: string, singles: string, size: number): Uint8Array<ArrayBuffer> {
  // What a sign means: a byte, or below zero which kind of pair it begins.
  const meaning = new Int16Array(SIGNS);
  const pairs = new Uint8Array(ESCAPES * SIGNS);
  const rare = new Set(Array.from({ length: 256 }, (_, byte) => byte));
  [...ALPHABET].forEach((sign, i) => {
    const byte = Number.parseInt(singles.slice(2 * (i - ESCAPES), 2 * (i - ESCAPES) + 2), 16);
    meaning[sign.charCodeAt(0)] = i < ESCAPES ? i - ESCAPES : byte;
    if (i >= ESCAPES) rare.delete(byte);
  });
  [...rare].forEach((byte, n) => {
    const second = ALPHABET.charCodeAt(n % ALPHABET.length);
    pairs[(Math.floor(n / ALPHABET.length) * SIGNS) + second] = byte;
  });

  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < text.length; ++i) {
    const meant = meaning[text.charCodeAt(i)]!;
    bytes[at++] = meant >= 0 ? meant : pairs[(meant + ESCAPES) * SIGNS + text.charCodeAt(++i)]!;
  }
  return bytes;
}
