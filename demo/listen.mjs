// Listens on this machine and nowhere else.
import { createServer } from "node:http";

const LOOPBACK = ["127.0.0.1", "::1"]; // browsers may take either for "localhost"

// One server for each loopback address this machine has, on the same port.
// `upgrade` takes a WebSocket's request, its socket and what came after it.
export async function listen(listener, upgrade, port) {
  const servers = [];
  for (const host of LOOPBACK) {
    const server = createServer(listener).on("upgrade", upgrade);
    const at = servers[0]?.address().port ?? port;
    try {
      await new Promise((done, fail) => server.once("error", fail).listen(at, host, done));
      servers.push(server);
    } catch (error) {
      const noSuchAddress = error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT";
      if (servers.length > 0 && (noSuchAddress || port === 0)) continue;
      await Promise.all(servers.map(shut));
      if (error.code !== "EADDRINUSE") throw error;
      throw new Error(`Port ${port} is taken. Choose another: PORT=${port + 1} node demo/server.mjs`);
    }
  }
  return { bound: servers[0].address().port, close: () => Promise.all(servers.map(shut)) };
}

function shut(server) {
  return new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}
