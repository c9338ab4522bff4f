/**
 * Where the line goes that Enter makes behind a comment. A comment that is typed before a statement takes that statement
 * in until Enter parts them: to the parser, what is below belongs to the block above, and so would the statement.
 */
import { type IndentContext, indentService, syntaxTree } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

/** Behind a line that is a comment alone, the next begins where the comment does. */
export const indentingAfterComments: Extension = indentService.of(columnAfterComment);

function columnAfterComment(context: IndentContext, place: number): number | undefined {
  if (context.simulatedBreak !== place) return undefined; // a line that is there already is indented by what it holds
  const before = context.lineAt(place, -1);
  const isComment = syntaxTree(context.state).resolveInner(place, -1).name === "Comment";
  if (!isComment || !/^\s*#/.test(before.text)) return undefined;
  // A statement before whose spaces the comment was typed keeps its place.
  const spaces = context.countColumn(/^\s*/.exec(context.lineAt(place, 1).text)?.[0] ?? "");
  return Math.max(context.lineIndent(place, -1), spaces >= context.unit ? spaces : 0);
}
