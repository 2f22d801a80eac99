import { checkText } from "./options.js";
import { BlackbarError } from "./types.js";
import type { Step, Steps } from "./vault.js";

/** A stream over the steps of the engine. Cancelled or aborted, it frees them with
 *  the conversation. */
export function streamOf(steps: Steps): TransformStream<string, string> {
  const emit = (step: Step, controller: TransformStreamDefaultController<string>): void => {
    if (step.action === "block") {
      steps.close();
      throw new BlackbarError("blocked", "", "the policy lets no such text leave");
    }
    if (step.text !== "") controller.enqueue(step.text);
  };
  return new TransformStream({
    transform(piece, controller) {
      checkText(piece);
      emit(steps.write(piece), controller);
    },
    flush(controller) {
      emit(steps.end(), controller);
    },
  });
}
