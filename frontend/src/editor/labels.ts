/** Labels at the end of lines: where an attack came through. They move with the text they stand on. */
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutterLineClass, WidgetType } from "@codemirror/view";

export interface LineLabel {
  line: number;
  text: string;
}

interface Labels {
  lines: DecorationSet;
  gutter: RangeSet<GutterMarker>;
}

class LabelWidget extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }
  override eq(other: LabelWidget): boolean {
    return other.text === this.text;
  }
  override toDOM(): HTMLElement {
    const label = document.createElement("span");
    label.className = "q-line-label";
    label.textContent = this.text;
    return label;
  }
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
    return transaction.docChanged ? { lines: value.lines.map(transaction.changes), gutter: value.gutter.map(transaction.changes) } : value;
  },
  provide: (self) => [EditorView.decorations.from(self, (value) => value.lines), gutterLineClass.from(self, (value) => value.gutter)],
});

function place(wanted: LineLabel[], doc: { lines: number; line(number: number): { from: number; to: number } }): Labels {
  const known = wanted.filter(({ line }) => line >= 1 && line <= doc.lines);
  return {
    lines: Decoration.set(
      known.flatMap(({ line, text }) => {
        const { from, to } = doc.line(line);
        return [Decoration.line({ class: "q-landed" }).range(from), Decoration.widget({ widget: new LabelWidget(text), side: 1 }).range(to)];
      }),
      true,
    ),
    gutter: RangeSet.of(known.map(({ line }) => FLAWED.range(doc.line(line).from)), true),
  };
}

export const lineLabels: Extension = labels;
