/** Marks of the phase find: lines chosen by a click on the number or by M, with a badge that ties them to their card. */
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  keymap,
  lineNumbers,
} from "@codemirror/view";

export type Look = "chosen" | "right" | "wrong";

export interface ShownMark {
  first: number;
  last: number;
  badge: string;
  look: Look;
}

interface Shown {
  lines: DecorationSet;
  gutter: RangeSet<GutterMarker>;
}

class Side extends GutterMarker {
  constructor(look: Look) {
    super();
    this.elementClass = `q-${look}-gutter`;
  }
}

const SIDES: Record<Look, Side> = { chosen: new Side("chosen"), right: new Side("right"), wrong: new Side("wrong") };

export const setMarks = StateEffect.define<ShownMark[]>();

const shown = StateField.define<Shown>({
  create: () => ({ lines: Decoration.none, gutter: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return place(effect.value, transaction.state.doc);
    }
    return value;
  },
  provide: (self) => [
    EditorView.decorations.from(self, (value) => value.lines),
    gutterLineClass.from(self, (value) => value.gutter),
  ],
});

function place(marks: ShownMark[], doc: { lines: number; line(number: number): { from: number } }): Shown {
  const lines = [];
  const sides = [];
  for (const mark of marks) {
    for (let number = mark.first; number <= Math.min(mark.last, doc.lines); number++) {
      const badge: Record<string, string> = mark.badge && number === mark.first ? { "data-badge": mark.badge } : {};
      lines.push(Decoration.line({ class: `q-${mark.look}`, attributes: badge }).range(doc.line(number).from));
      sides.push(SIDES[mark.look].range(doc.line(number).from));
    }
  }
  return { lines: Decoration.set(lines, true), gutter: RangeSet.of(sides, true) };
}

/** ``toggle`` gets the lines that the learner means: those selected, or the one clicked. */
export function marking(toggle: (first: number, last: number) => void): Extension {
  return [
    shown,
    lineNumbers({
      domEventHandlers: {
        mousedown(view, block, event) {
          const clicked = view.state.doc.lineAt(block.from).number;
          const anchor = view.state.doc.lineAt(view.state.selection.main.head).number;
          if ((event as MouseEvent).shiftKey) toggle(Math.min(clicked, anchor), Math.max(clicked, anchor));
          else toggle(clicked, clicked);
          view.dispatch({ selection: { anchor: block.from } });
          view.focus();
          return true;
        },
      },
    }),
    keymap.of([
      {
        key: "m",
        run(view) {
          const { from, to } = view.state.selection.main;
          toggle(view.state.doc.lineAt(from).number, view.state.doc.lineAt(to).number);
          return true;
        },
      },
    ]),
    EditorView.editorAttributes.of({ class: "q-find" }),
  ];
}
