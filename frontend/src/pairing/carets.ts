/** Shows where the other person's caret is, and what is selected there. */
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { h } from "../page/dom.ts";

/** Places of a selection in a text; the caret is at the head. */
export interface Selected {
  anchor: number;
  head: number;
  name: string;
}

export const setCaret = StateEffect.define<Selected | null>();

class CaretWidget extends WidgetType {
  constructor(private readonly name: string) {
    super();
  }

  override toDOM(): HTMLElement {
    return h("span", { class: "other-caret", "aria-hidden": "true" }, h("span", { class: "other-name" }, this.name));
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let shown = decorations.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setCaret)) shown = drawn(effect.value, transaction.newDoc.length);
    }
    return shown;
  },
  provide: (self) => EditorView.decorations.from(self),
});

function drawn(selected: Selected | null, length: number): DecorationSet {
  if (!selected) return Decoration.none;
  const [anchor, head] = [selected.anchor, selected.head].map((place) => Math.min(place, length)) as [number, number];
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  const caret = Decoration.widget({ widget: new CaretWidget(selected.name), side: head === from ? -1 : 1 }).range(head);
  if (from === to) return Decoration.set([caret]);
  return Decoration.set([Decoration.mark({ class: "other-selection" }).range(from, to), caret], true);
}

export const otherCaret: Extension = field;
