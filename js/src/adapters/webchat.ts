import { Outbox, replace, type ChatSource } from "../sending/outbox.js";
import { editFile, mapStrings, type UploadOptions } from "../sending/upload.js";

// `blackbar/adapters/webchat`: for Bot Framework Web Chat, 4.x.
//
//   const directLine = createDirectLine({ token });
//   const detach = attach(directLine, chat);
//   renderWebChat({ directLine, store }, element);
//
// HOOK. The chat adapter that Web Chat is given: its postActivity, which every
// middleware of the store has been through by then, and its activity$.
// LEAVES. Activities with `text`, `speak` and the strings of `value` (what is filled
// into an Adaptive Card) masked; attached text files masked, others by `uploads`.
// THE BUBBLE of the person shows what was typed, and the bot's answers are restored:
// the echo of the message too. In the store stand the originals.
// LIMITS. Attach before renderWebChat, which listens to activity$ once. What a bot
// put into its own buttons is masked too when it is pressed.

interface Attachment {
  readonly contentType?: string;
  readonly contentUrl?: string;
  readonly name?: string;
  readonly [key: string]: unknown;
}

interface Activity {
  readonly attachments?: readonly Attachment[];
  readonly [key: string]: unknown;
}

interface Observer<T> {
  next?(value: T): void;
  error?(cause: unknown): void;
  complete?(): void;
}

interface Observable<T> {
  subscribe(observer: Observer<T>): { unsubscribe(): void };
}

/** What Web Chat calls directLine. */
export interface DirectLine {
  postActivity(activity: never): unknown;
  readonly activity$: unknown;
}

const TEXTS = ["text", "speak", "value"];

export function attach(
  directLine: DirectLine,
  chat: ChatSource,
  options: UploadOptions = {},
): () => void {
  const outbox = new Outbox(chat, "webchat");
  const post = directLine.postActivity as (activity: Activity) => Observable<string>;
  const activities = directLine.activity$ as Observable<Activity>;
  let attached = true;

  function postActivity(activity: Activity): Observable<string> {
    // Sent when somebody subscribes, as Direct Line does it.
    const subscribe: Observable<string>["subscribe"] = (observer, ...rest: unknown[]) => {
      const to = observerOf(observer, rest) as Observer<string>;
      let open = true;
      let sent: { unsubscribe(): void } | undefined;
      const send = (masked: Activity): void => {
        if (open) sent = post.call(directLine, masked).subscribe(to);
      };
      const edited = activity.attachments?.some(({ contentUrl }) => contentUrl !== undefined);
      try {
        const passed = outbox.pass<Activity, void>(
          (edit) => (edited ? editFiles(activity, edit, options) : editTexts(activity, edit)),
          send,
        );
        if (passed instanceof Promise) passed.catch((cause: unknown) => to.error?.(cause));
      } catch (cause) {
        to.error?.(cause);
      }
      return {
        unsubscribe() {
          open = false;
          sent?.unsubscribe();
        },
      };
    };
    return { subscribe };
  }

  // Whatever else somebody calls on it, map() or filter(), ends in subscribe().
  const restored = Object.create(activities) as Observable<Activity>;
  restored.subscribe = (observer, ...rest: unknown[]) => {
    const to = observerOf(observer, rest) as Observer<Activity>;
    return activities.subscribe({
      next: (activity) => to.next?.(attached ? outbox.restoreAll(activity) : activity),
      error: (cause) => to.error?.(cause),
      complete: () => to.complete?.(),
    });
  };

  const undo = [
    replace(directLine, "postActivity", postActivity),
    replace(directLine, "activity$", restored),
  ];
  return () => {
    attached = false;
    undo.splice(0).forEach((takeBack) => takeBack());
  };
}

function observerOf(first: unknown, rest: readonly unknown[]): Observer<never> {
  if (typeof first === "object" && first !== null) return first as Observer<never>;
  return { next: first, error: rest[0], complete: rest[1] } as Observer<never>;
}

type Edit = (text: string) => string;

function editTexts(activity: Activity, edit: Edit): Activity {
  const texts = TEXTS.filter((key) => activity[key] !== undefined && activity[key] !== null);
  const edited = texts.map((key) => [key, mapStrings(activity[key], edit)]);
  return { ...activity, ...Object.fromEntries(edited) };
}

/** Direct Line fetches an attachment from its address, so it gets another one. */
async function editFiles(
  activity: Activity,
  edit: Edit,
  options: UploadOptions,
): Promise<Activity> {
  const attachments: Attachment[] = [];
  for (const attachment of activity.attachments ?? []) {
    const { contentUrl, contentType = "", name = "" } = attachment;
    if (contentUrl === undefined || !/^(?:blob|data):/i.test(contentUrl)) {
      attachments.push(attachment);
      continue;
    }
    const bytes = await (await fetch(contentUrl)).blob();
    const before = new File([bytes], name, { type: contentType });
    const after = (await editFile(before, edit, options)) as File;
    const same = after === before;
    // A thumbnail is a picture of the file: of what was changed it must not go.
    const { thumbnailUrl: _, ...rest } = attachment;
    const made = (): Attachment => {
      return { ...rest, contentUrl: URL.createObjectURL(after), name: after.name };
    };
    attachments.push(same ? attachment : made());
  }
  return { ...editTexts(activity, edit), attachments };
}
