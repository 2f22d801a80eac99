import { editField, sealedField } from "./body.js";
import type { Editor } from "./editor.js";
import { resolveUrl, type Realm } from "./endpoints.js";
import { editFile, editName } from "./files.js";
import { MARK, type Guard, type Target } from "./guard.js";
import { SEALED } from "./sealed.js";

type Entries = readonly (readonly [name: string, value: string | File])[];
type Submitter = HTMLButtonElement | HTMLInputElement | null;

/**
 * Puts the guard in front of a realm's native form submission, by button, Enter,
 * requestSubmit() or submit(). The platform asks with a "formdata" event what is to
 * be sent (WHATWG HTML, 4.10.21.4), for a GET's query too; there the values are
 * replaced, and the page's fields stay as they are. A form with a file, or one that
 * comes before the engine, is stopped and submitted anew when it can be read. The
 * page's own "submit" listeners run as ever, and who calls preventDefault() and
 * fetch() there is fetch.ts's.
 */
export function patchForms(realm: Realm, guard: Guard, mark: string): () => void {
  const { HTMLFormElement: Form, FormData: Data } = realm;
  if (typeof Form !== "function" || typeof realm.addEventListener !== "function") return () => {};
  const { submit } = Form.prototype;
  // A script that collects a form's values hears the same event, and sends nothing yet.
  let collecting = false;
  const collect = (args: unknown[], newTarget: Function): object => {
    const before = collecting;
    collecting = true;
    try {
      return Reflect.construct(Data, args, newTarget) as object;
    } finally {
      collecting = before;
    }
  };
  const Collecting: typeof Data = new Proxy(Data, {
    construct: (_, args, newTarget): object =>
      collect(args, newTarget === Collecting ? Data : newTarget),
  });
  // What a form that had to be read first will send, until it has been sent.
  const prepared = new WeakMap<HTMLFormElement, Entries>();
  // A form whose submission is under way: by whom, and to where.
  const submitting = new WeakMap<HTMLFormElement, Target | undefined>();
  const isForm = (value: unknown): value is HTMLFormElement => value instanceof Form;

  const targetOf = (form: HTMLFormElement, submitter: Submitter): Target | undefined => {
    // By attribute: a field called "action" would stand in the property's place.
    const own = submitter?.getAttribute("formaction");
    return guard.targetOf(resolveUrl(own ?? form.getAttribute("action") ?? "", realm));
  };

  /** Does a form have to be read before it can be sent? */
  const waits = (form: HTMLFormElement): boolean =>
    !prepared.has(form) && (guard.busy || guard.state !== "ready" || hasFile(realm, form));

  const prepareThen = (target: Target, form: HTMLFormElement, submitter: Submitter, go: () => void): void => {
    // As it is now, the button that was pressed included.
    const entries = [...new Collecting(form, submitter)];
    void guard.inTurn(
      target,
      () => guard.inspect(target, (editor) => editEntries(realm, entries, editor)),
      (next) => {
        if (!form.isConnected) return;
        prepared.set(form, next);
        go();
        prepared.delete(form);
      },
      (cause) => void guard.block(target, cause),
    );
  };

  const onSubmit = (event: SubmitEvent): void => {
    const form = event.target;
    if (!isForm(form)) return;
    const submitter = event.submitter as Submitter;
    const target = targetOf(form, submitter);
    submitting.set(form, target);
    if (target === undefined || !waits(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    prepareThen(target, form, submitter, () => form.requestSubmit(submitter));
  };

  const onFormData = (event: FormDataEvent): void => {
    const form = event.target;
    if (collecting || !isForm(form)) return;
    const target = submitting.has(form) ? submitting.get(form) : targetOf(form, null);
    if (target === undefined) return;
    const { formData } = event;
    const ready = prepared.get(form);
    if (ready !== undefined) return fill(formData, ready);
    try {
      const before = [...formData];
      const after = guard.inspect(target, (editor) => editText(before, editor)) as Entries;
      if (after.some(([, value], index) => value !== before[index]?.[1])) fill(formData, after);
    } catch (cause) {
      guard.block(target, cause);
      fill(formData, []); // it cannot be refused any more, so an empty form is sent
    }
  };

  const patched = {
    submit(this: HTMLFormElement): void {
      const target = targetOf(this, null);
      submitting.set(this, target);
      if (target === undefined || !waits(this)) return Reflect.apply(submit, this, []);
      prepareThen(target, this, null, () => Reflect.apply(submit, this, []));
    },
  };
  Object.defineProperty(patched.submit, MARK, { value: mark });
  Form.prototype.submit = patched.submit;
  realm.FormData = Collecting;
  realm.addEventListener("submit", onSubmit, true);
  realm.addEventListener("formdata", onFormData, true);
  return () => {
    realm.removeEventListener("submit", onSubmit, true);
    realm.removeEventListener("formdata", onFormData, true);
    if (Form.prototype.submit === patched.submit) Form.prototype.submit = submit;
    if (realm.FormData === Collecting) realm.FormData = Data;
  };
}

function hasFile(realm: Realm, form: HTMLFormElement): boolean {
  return [...form.elements].some(
    (field) => field instanceof realm.HTMLInputElement && (field.files?.length ?? 0) > 0,
  );
}

async function editEntries(realm: Realm, entries: Entries, editor: Editor): Promise<Entries> {
  const pending: Promise<void>[] = [];
  const after = await Promise.all(
    entries.map(async ([name, value]): Promise<Entries[number]> => {
      if (typeof value === "string") return [name, editField(name, value, editor, pending)];
      if (value.size === 0) return [name, value];
      const file = await editFile(value, editor);
      return [name, new realm.File([file], editName(value.name, editor.edit), { type: value.type })];
    }),
  );
  await Promise.all(pending);
  return withSealed(after, editor);
}

/** What can be read at once; files were not there when the form was submitted. */
function editText(entries: Entries, editor: Editor): Entries {
  const edited = entries.map(([name, value]): Entries[number] => {
    if (typeof value !== "string") {
      if (value.size === 0) return [name, value];
      throw new TypeError("a file that nobody has read");
    }
    const pending: Promise<void>[] = [];
    const next = editField(name, value, editor, pending);
    if (pending.length > 0) throw new TypeError("a file that nobody has allowed");
    return [name, next];
  });
  return withSealed(edited, editor);
}

function withSealed(entries: Entries, editor: Editor): Entries {
  const field = sealedField(editor);
  return field === undefined ? entries : [...entries, [SEALED, field]];
}

function fill(formData: FormData, entries: Entries): void {
  for (const name of new Set(formData.keys())) formData.delete(name);
  for (const [name, value] of entries)
    if (typeof value === "string") formData.append(name, value);
    else formData.append(name, value, value.name);
}
