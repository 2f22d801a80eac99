// Reads a multipart/form-data body, for backends that answer what stands in one.
//
//   partsOf(raw, request.headers["content-type"]);   // [{ name, type, text }]
//
// Not a parser to trust with foreign bodies: a boundary inside a file ends it.
export function partsOf(raw, contentType = "") {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  return raw
    .toString("utf8")
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const end = part.indexOf("\r\n\r\n");
      const head = part.slice(0, end);
      return {
        name: /name="([^"]*)"/i.exec(head)?.[1] ?? "",
        type: /content-type: *([^\r\n;]+)/i.exec(head)?.[1] ?? "",
        text: part.slice(end + 4, -2),
      };
    });
}
