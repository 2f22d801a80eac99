/** Ends the run with exit code 2. The message goes to standard error; it never
 *  holds text that was scanned. */
export class Stop extends Error {}
