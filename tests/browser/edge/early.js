// What runs before blackbar.js keeps the platform's own functions.
globalThis.early = {
  fetch: globalThis.fetch,
  xhrOpen: XMLHttpRequest.prototype.open,
  xhrSend: XMLHttpRequest.prototype.send,
  socketSend: WebSocket.prototype.send,
};
