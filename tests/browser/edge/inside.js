// Runs in a frame, and sends what its address says.
fetch(`${new URL(document.currentScript.src).origin}/echo/f`, {
  method: "POST",
  body: JSON.stringify({
    text: new URLSearchParams(document.currentScript.src.split("?")[1] || location.search).get("text"),
  }),
});
