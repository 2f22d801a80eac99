/** The bytes of a request, or null for more than `most`. It is read to its end all the
 *  same, or the browser would hear of no answer. */
export async function bodyOf(request, most) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size <= most ? Buffer.concat(chunks) : null;
}
