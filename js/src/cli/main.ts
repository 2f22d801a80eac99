#!/usr/bin/env node
// The command line: `npx blackbar ...`. Its manual is help.ts.
import process from "node:process";
import { createRedactor } from "../create.js";
import { type Arguments, parseArguments } from "./arguments.js";
import { HELP } from "./help.js";
import { keygen } from "./keygen.js";
import { open } from "./open.js";
import { print } from "./output.js";
import { redact } from "./redact.js";
import { scan } from "./scan.js";
import { Stop } from "./stop.js";
import { test } from "./test.js";

/** Each gives the exit code. */
const COMMANDS: Readonly<Record<string, (given: Arguments) => Promise<number>>> = {
  keygen, open, redact, scan, test,
};
const NAMES = "keygen, open, redact, scan and test";

async function run(words: readonly string[]): Promise<number> {
  const given = parseArguments(words);
  const { command, options } = given;
  if (options.has("--help")) {
    await print(HELP);
    return 0;
  }
  if (options.has("--version")) {
    await print(`blackbar ${(await createRedactor()).version}\n`);
    return 0;
  }
  if (command === "") throw new Stop("say what to do: scan, redact, test, keygen or open; see blackbar --help");
  const chosen = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (chosen === undefined)
    throw new Stop(`no command ${command}; there are ${NAMES}; see blackbar --help`);
  return chosen(given);
}

try {
  // Not process.exit(): what was printed has still to be read.
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // A defect shows where it is, never the message: that might hold text.
  const message = error instanceof Stop ? error.message : defect(error);
  process.stderr.write(`blackbar: ${message}\n`);
  process.exitCode = 2;
}

function defect(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return ["an error of its own", ...frames].join("\n");
}
