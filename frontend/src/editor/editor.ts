/** One CodeMirror view with a state for each file of the lab, and tabs to go between them. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import {
  Annotation,
  type ChangeSet,
  type ChangeSpec,
  Compartment,
  EditorState,
  type Extension,
  type StateEffect,
  Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import {
  type Command,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
} from "@codemirror/view";
import type { LabFile } from "../live/work.ts";
import { find, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { colours, pythonWithHoles } from "./colours.ts";
import { indentingAfterComments } from "./indenting.ts";
import { typingOverSelections } from "./replacing.ts";
import { FileTabs } from "./tabs.ts";

const WAY_OUT_MS = 2000;

const wrapping = new Compartment();
const language = new Compartment();
/** Marks what somebody else has typed: it is not undone here, and not told to them again. */
const fromElsewhere = Annotation.define<boolean>();

/** Told of each change that was typed here. */
export type EditListener = (path: string, changes: ChangeSet) => void;

/** The editor's own words, by which it asks for them. */
const PHRASES = {
  "Control character": translate("Control character"),
  Find: translate("Find"),
  Replace: translate("Replace"),
  next: translate("next"),
  previous: translate("previous"),
  all: translate("all"),
  "match case": translate("match case"),
  "by word": translate("by word"),
  regexp: translate("regexp"),
  replace: translate("replace"),
  "replace all": translate("replace all"),
  close: translate("close"),
  "current match": translate("current match"),
  "on line": translate("on line"),
  "replaced match on line $": translate("replaced match on line $"),
  "replaced $ matches": translate("replaced $ matches"),
  "Go to line": translate("Go to line"),
  go: translate("go"),
};

export interface EditorOptions {
  /** Extensions for one file, beside those that all have. */
  extend: (file: LabFile) => Extension;
  readOnly: boolean;
  /** Whether long lines wrap. */
  wraps?: boolean;
  changed?: (path: string, text: string) => void;
  submit: () => void;
  runTests?: () => void;
  shown?: (path: string) => void;
  /** Where the view stands, if not in the page's own editor; it has no tabs then. */
  place?: HTMLElement;
}

export class Files {
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly tabs: FileTabs | null;
  private path: string;
  private readonly editListeners: EditListener[] = [];
  private readonly selectionListeners: (() => void)[] = [];

  constructor(
    files: LabFile[],
    private readonly options: EditorOptions,
  ) {
    this.path = files[0]?.path ?? "";
    for (const file of files) this.states.set(file.path, this.stateOf(file));
    const inC = files.filter((file) => file.language === "c");
    if (inC.length > 0) void this.learnC(inC);
    const place = options.place ?? need("#editor");
    place.replaceChildren();
    const first = this.states.get(this.path);
    this.view = new EditorView({ parent: place, ...(first ? { state: first } : {}) });
    const bar = options.place ? null : find("#files");
    this.tabs = bar && new FileTabs(bar, (path, enter) => this.show(path, undefined, enter));
    this.tabs?.show(this.path);
    options.shown?.(this.path);
  }

  /** Shows a file, and one of its lines if a number is given. */
  show(path: string, line?: number, focus = false): void {
    if (path !== this.path) this.swap(path);
    if (line !== undefined) this.scrollTo(line);
    if (focus) this.view.focus();
  }

  focus(): void {
    this.view.focus();
  }

  text(path: string): string {
    return this.state(path).doc.toString();
  }

  /** Puts another text in the place of a file's. */
  replace(path: string, text: string): void {
    this.dispatch(path, { changes: { from: 0, to: this.state(path).doc.length, insert: text } });
  }

  /** Takes over what somebody else has typed into a file. */
  take(path: string, changes: ChangeSpec): void {
    this.dispatch(path, {
      changes,
      annotations: [fromElsewhere.of(true), Transaction.addToHistory.of(false), Transaction.remote.of(true)],
    });
  }

  /** Told of each change that was typed here, in files that are shown and others. Returns how to stop it. */
  onEdit(listener: EditListener): () => void {
    return added(this.editListeners, listener);
  }

  /** Told when the selection or the file shown is another. Returns how to stop it. */
  onSelect(listener: () => void): () => void {
    return added(this.selectionListeners, listener);
  }

  effect(path: string, effect: StateEffect<unknown>): void {
    this.dispatch(path, { effects: effect });
  }

  state(path: string): EditorState {
    const state = path === this.path ? this.view.state : this.states.get(path);
    if (!state) throw new Error(`no file ${path}`);
    return state;
  }

  has(path: string): boolean {
    return this.states.has(path);
  }

  setWrap(wraps: boolean): void {
    const effects = wrapping.reconfigure(wraps ? EditorView.lineWrapping : []);
    for (const path of this.states.keys()) this.dispatch(path, { effects });
  }

  /** Shows at a file's tab how it differs from the original one; nothing if it does not. */
  showChanges(path: string, words: string): void {
    this.tabs?.setChanged(path, words);
  }

  /** Has the view measure its lines again, whose size the page has changed. */
  measure(): void {
    this.view.requestMeasure();
  }

  /** The path of the file that is shown. */
  get shown(): string {
    return this.path;
  }

  private dispatch(path: string, spec: TransactionSpec): void {
    if (path === this.path) return this.view.dispatch(spec);
    const transaction = this.state(path).update(spec);
    this.states.set(path, transaction.state);
    if (transaction.docChanged) this.changed(path, transaction.state, [transaction]);
  }

  private changed(path: string, state: EditorState, transactions: readonly Transaction[]): void {
    for (const each of transactions) {
      if (!each.docChanged || each.annotation(fromElsewhere)) continue;
      for (const listener of this.editListeners) listener(path, each.changes);
    }
    this.options.changed?.(path, state.doc.toString());
  }

  private scrollTo(number: number): void {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
    this.view.dispatch({
      selection: { anchor: line.from },
      effects: EditorView.scrollIntoView(line.from, { y: "center" }),
    });
  }

  private swap(path: string): void {
    const state = this.states.get(path);
    if (!state) return;
    this.states.set(this.path, this.view.state);
    this.path = path;
    this.view.setState(state);
    this.tabs?.show(path);
    this.options.shown?.(path);
    for (const listener of this.selectionListeners) listener();
  }

  /** Few labs have C, whose grammar is as large as that of Python. */
  private async learnC(files: LabFile[]): Promise<void> {
    const { c } = await import("./c.ts");
    for (const { path } of files) this.dispatch(path, { effects: language.reconfigure(c) });
  }

  private stateOf(file: LabFile): EditorState {
    const readOnly = this.options.readOnly || !file.editable;
    return EditorState.create({
      doc: file.text,
      extensions: [
        EditorView.cspNonce.of(need<HTMLScriptElement>("script[nonce]").nonce),
        EditorView.contentAttributes.of({
          "aria-label": readOnly ? translate("%(file)s, read only", { file: file.path }) : file.path,
          spellcheck: "false",
          autocapitalize: "off",
          autocorrect: "off",
          "data-path": file.path,
          tabindex: "0",
        }),
        EditorState.readOnly.of(readOnly),
        EditorState.phrases.of(PHRASES),
        EditorState.tabSize.of(4),
        indentUnit.of("    "),
        EditorState.lineSeparator.of("\n"),
        this.keys(),
        typingOverSelections,
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        bracketMatching(),
        indentOnInput(),
        highlightSelectionMatches(),
        search({ top: true }),
        language.of(file.language === "python" ? [pythonWithHoles, indentingAfterComments] : []),
        colours,
        wrapping.of(this.options.wraps ? EditorView.lineWrapping : []),
        this.options.extend(file),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.changed(file.path, update.state, update.transactions);
          if (update.selectionSet || update.docChanged) for (const listener of this.selectionListeners) listener();
        }),
      ],
    });
  }

  private keys(): Extension {
    const { submit, runTests } = this.options;
    return keymap.of([
      { key: "Mod-Enter", run: done(submit) },
      ...(runTests ? [{ key: "Mod-Shift-Enter", run: done(runTests) }] : []),
      { key: "Mod-s", run: () => true },
      // Always, also where Escape first gives up a selection: the way out by keyboard must not depend on it.
      {
        key: "Escape",
        run: (view) => {
          view.setTabFocusMode(WAY_OUT_MS);
          return false;
        },
      },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]);
  }
}

function added<T>(listeners: T[], listener: T): () => void {
  listeners.push(listener);
  return () => void listeners.splice(listeners.indexOf(listener), 1);
}

/** A command that acts whatever the editor holds, so that no later binding of the key gets its turn. */
function done(act: () => void): Command {
  return () => {
    act();
    return true;
  };
}
