// How long an engine's first message takes, alone or after Redactor.warm():
//   node first.mjs "the message" [warm]      prints { first, slices }, in milliseconds
import { createRedactor } from "../../js/dist/index.js";

const [message, how] = process.argv.slice(2);
const took = (work) => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};

const redactor = await createRedactor();
const slices = []; // one for each idle moment
if (how === "warm") {
  const moments = [];
  globalThis.requestIdleCallback = (work) => moments.push(work);
  redactor.warm();
  for (let work; (work = moments.shift()) !== undefined; ) slices.push(took(work));
}
const first = took(() => redactor.detect(message));
console.log(JSON.stringify({ first, slices }));
