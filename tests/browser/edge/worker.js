onmessage = async ({ data }) => {
  await fetch("/echo/f", { method: "POST", body: data });
  postMessage("done");
};
