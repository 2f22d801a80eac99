// WebKitGTK under WebDriver, with a display of its own: Xvfb.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { Builder, Capabilities } from "selenium-webdriver";
import { PATIENCE, until } from "./page.mjs";

const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
const MINI_BROWSER = `/usr/lib/${{ x64: "x86_64", arm64: "aarch64" }[process.arch]}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** { driver, close }: selenium's, and what ends browser and display. */
export async function startWebkit() {
  if (!existsSync(MINI_BROWSER)) throw new Error(`${MINI_BROWSER} is missing: apt-get install webkit2gtk-driver`);
  const { screen, display } = await openDisplay();
  const port = await freePort();
  // Without a display it would never answer.
  const server = spawn(WEBKIT_DRIVER, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: display } });
  const url = `http://127.0.0.1:${port}`;
  const stop = () => {
    server.kill();
    screen.kill();
  };
  process.once("exit", stop); // also when a test threw before close()
  try {
    await until("WebKitWebDriver", () => fetch(`${url}/status`).then(({ ok }) => ok, () => false), PATIENCE);
    const options = { binary: MINI_BROWSER, args: ["--automation"] };
    const wanted = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
    const driver = await new Builder().usingServer(url).withCapabilities(wanted).build();
    await driver.manage().window().setRect({ width: 1280, height: 800, x: 0, y: 0 });
    const close = async () => {
      await driver.quit().catch(() => {});
      stop();
    };
    return { driver, close };
  } catch (error) {
    stop();
    throw error;
  }
}

/** A screen that nobody sees, on a number that nobody else has. */
async function openDisplay() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((done, fail) => {
    screen.stdio[3].once("data", (data) => done(String(data).trim()));
    screen.once("error", fail);
    screen.once("exit", () => fail(new Error("Xvfb did not start")));
  });
  return { screen, display: `:${number}` };
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
