// What a page sends before any engine can be there.
globalThis.race = (value) => {
  const body = (name) => JSON.stringify({ text: `${name}: ${value}` });
  const post = (name) => fetch("/echo/race", { method: "POST", body: body(name) });
  const sent = [post("1")];
  const request = new XMLHttpRequest();
  request.open("POST", "/echo/race");
  sent.push(new Promise((done) => (request.onloadend = done)));
  request.send(body("2"));
  sent.push(post("3"));
  navigator.sendBeacon("/echo/race", body("4"));
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/echo/socket`);
  sent.push(
    new Promise((done) => {
      socket.onopen = () => {
        socket.send(body("5"));
        socket.send(body("6"));
        setTimeout(done, 600);
      };
    }),
  );
  sent.push(
    new Promise((done) => {
      const source = new EventSource(`/echo/events?text=${encodeURIComponent(`7: ${value}`)}`);
      source.addEventListener("message", ({ data }) => {
        source.close();
        done(data);
      });
    }),
  );
  return Promise.all(sent).then((all) => all.at(-1));
};
globalThis.raced = race("4111111111111111");
