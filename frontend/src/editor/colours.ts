/** Gives syntax its classes; the colours are the style sheet's. */
import { syntaxHighlighting } from "@codemirror/language";
import { tagHighlighter, tags } from "@lezer/highlight";

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.self, tags.bool, tags.null], class: "tok-keyword" },
  { tag: [tags.string, tags.docString, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.escape, tags.regexp], class: "tok-escape" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className), tags.meta], class: "tok-definition" },
  { tag: tags.number, class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
]);

export const colours = syntaxHighlighting(highlighter);
