/**
 * Typing over a selection. Left to itself, Chromium keeps the look of what it replaces in a style attribute, which the
 * Content-Security-Policy forbids and reports, so the editor replaces the text before the browser does.
 */
import { EditorView } from "@codemirror/view";

export const typingOverSelections = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.isComposing || event.data === null) return false;
    if (view.state.readOnly || view.state.selection.ranges.every((range) => range.empty)) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { scrollIntoView: true, userEvent: "input.type" });
    return true;
  },
});
