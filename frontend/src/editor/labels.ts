/** Labels at the end of lines: where an attack came through. They move with the text they stand on. */
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";

export interface LineLabel {
  line: number;
  text: string;
}

interface Labels {
  lines: DecorationSet;
  gutter: RangeSet<GutterMarker>;
}

class Flawed extends GutterMarker {
  override elementClass = "q-landed-gutter";
}

const FLAWED = new Flawed();

export const setLabels = StateEffect.define<LineLabel[]>();

const labels = StateField.define<Labels>({
  create: () => ({ lines: Decoration.none, gutter: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setLabels)) return place(effect.value, transaction.state.doc);
    }
    return transaction.docChanged
      ? { lines: value.lines.map(transaction.changes), gutter: value.gutter.map(transaction.changes) }
      : value;
  },
  provide: (self) => [
    EditorView.decorations.from(self, (value) => value.lines),
    gutterLineClass.from(self, (value) => value.gutter),
  ],
});

function place(wanted: LineLabel[], doc: { lines: number; line(number: number): { from: number } }): Labels {
  const known = wanted.filter(({ line }) => line >= 1 && line <= doc.lines);
  return {
    lines: Decoration.set(
      known.map(({ line, text }) =>
        Decoration.line({ class: "q-landed", attributes: { "data-label": text } }).range(doc.line(line).from),
      ),
      true,
    ),
    gutter: RangeSet.of(
      known.map(({ line }) => FLAWED.range(doc.line(line).from)),
      true,
    ),
  };
}

export const lineLabels: Extension = labels;
