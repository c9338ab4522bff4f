/** Marks the lines that differ from the original file. */
import { Chunk } from "@codemirror/merge";
import { type EditorState, type Extension, type RangeSet, RangeSetBuilder, StateField, Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter, gutterLineClass } from "@codemirror/view";

interface Changes {
  count: number;
  lines: DecorationSet;
  gutter: RangeSet<GutterMarker>;
  signs: RangeSet<GutterMarker>;
}

class Sign extends GutterMarker {
  constructor(private readonly sign: string) {
    super();
  }
  override toDOM(): Node {
    return document.createTextNode(this.sign);
  }
}

class Tinted extends GutterMarker {
  override elementClass = "q-added-gutter";
}

const PLUS = new Sign("+");
const MINUS = new Sign("\u2212");
const TINT = new Tinted();
const ADDED = Decoration.line({ class: "q-added" });

function compare(original: Text, state: EditorState): Changes {
  const lines = new RangeSetBuilder<Decoration>();
  const tint = new RangeSetBuilder<GutterMarker>();
  const signs = new RangeSetBuilder<GutterMarker>();
  let count = 0;
  for (const chunk of Chunk.build(original, state.doc, { scanLimit: 2000, timeout: 100 })) {
    const last = Math.min(chunk.endB, state.doc.length);
    if (chunk.fromB === chunk.toB) {
      const line = state.doc.lineAt(Math.min(chunk.fromB, state.doc.length));
      signs.add(line.from, line.from, MINUS);
      count += 1;
      continue;
    }
    for (let number = state.doc.lineAt(chunk.fromB).number; number <= state.doc.lineAt(last).number; number++) {
      const { from } = state.doc.line(number);
      lines.add(from, from, ADDED);
      tint.add(from, from, TINT);
      signs.add(from, from, PLUS);
      count += 1;
    }
  }
  return { count, lines: lines.finish(), gutter: tint.finish(), signs: signs.finish() };
}

function field(original: Text): StateField<Changes> {
  return StateField.define<Changes>({
    create: (state) => compare(original, state),
    update: (value, transaction) => (transaction.docChanged ? compare(original, transaction.state) : value),
    provide: (self) => [
      EditorView.decorations.from(self, (value) => value.lines),
      gutterLineClass.from(self, (value) => value.gutter),
    ],
  });
}

/** Marks the lines that differ. */
export function changedLines(original: string): Extension {
  const changes = field(linesOf(original));
  return [
    changes,
    gutter({ class: "q-marks", markers: (view) => view.state.field(changes).signs, initialSpacer: () => PLUS }),
  ];
}

/** How many lines of two texts differ, without an editor. */
export function countChanges(original: string, state: EditorState): number {
  return compare(linesOf(original), state).count;
}

function linesOf(text: string): Text {
  return Text.of(text.split(/\r\n?|\n/));
}
