import process from "node:process";

// The reader has gone, as in `blackbar scan | head`: nothing is left to do.
process.stdout.on("error", () => process.exit(2));

/** Writes to standard output, no faster than it is read. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text))
    await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}
