/** Marks of the phase find: lines chosen by a click on the number or by M, with a badge that ties them to their card. */
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  gutterLineClass,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { h } from "../page/dom.ts";

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
  badges: RangeSet<GutterMarker>;
}

/** Beside the number and not at the line's end, where it would cover code. */
export class Badge extends GutterMarker {
  constructor(readonly badge: string) {
    super();
  }
  override eq(other: Badge): boolean {
    return other.badge === this.badge;
  }
  override toDOM(): Node {
    return h("span", { class: "q-badge" }, this.badge);
  }
}

class Side extends GutterMarker {
  constructor(look: Look) {
    super();
    this.elementClass = `q-${look}-gutter`;
  }
}

const SIDES: Record<Look, Side> = { chosen: new Side("chosen"), right: new Side("right"), wrong: new Side("wrong") };

export const setMarks = StateEffect.define<ShownMark[]>();

export const shownMarks = StateField.define<Shown>({
  create: () => ({ lines: Decoration.none, gutter: RangeSet.empty, badges: RangeSet.empty }),
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
  const badges = [];
  for (const mark of marks) {
    for (let number = mark.first; number <= Math.min(mark.last, doc.lines); number++) {
      const { from } = doc.line(number);
      lines.push(Decoration.line({ class: `q-${mark.look}` }).range(from));
      sides.push(SIDES[mark.look].range(from));
      if (mark.badge && number === mark.first) badges.push(new Badge(mark.badge).range(from));
    }
  }
  return {
    lines: Decoration.set(lines, true),
    gutter: RangeSet.of(sides, true),
    badges: RangeSet.of(badges, true),
  };
}

/** ``toggle`` gets the lines that the learner means: those selected, or the one clicked. */
export function marking(toggle: (first: number, last: number) => void): Extension {
  return [
    shownMarks,
    gutter({
      class: "q-badges",
      markers: (view) => view.state.field(shownMarks).badges,
      initialSpacer: () => new Badge("0"),
    }),
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
