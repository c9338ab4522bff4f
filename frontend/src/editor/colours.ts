/** Gives syntax its classes; the colours are the style sheet's. */
import { pythonLanguage } from "@codemirror/lang-python";
import { type Language, syntaxHighlighting } from "@codemirror/language";
import { styleTags, tagHighlighter, tags } from "@lezer/highlight";

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.self, tags.bool, tags.null, tags.standard(tags.typeName)], class: "tok-keyword" },
  { tag: [tags.string, tags.docString, tags.special(tags.string)], class: "tok-string" },
  { tag: tags.special(tags.brace), class: "tok-brace" },
  { tag: [tags.escape, tags.regexp], class: "tok-escape" },
  {
    tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className), tags.meta],
    class: "tok-definition",
  },
  { tag: tags.number, class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
]);

export const colours = syntaxHighlighting(highlighter);

/** Python, with the braces of an f-string in a colour of their own: that is where a value becomes text. */
export const pythonWithHoles: Language = pythonLanguage.configure({
  props: [styleTags({ 'FormatReplacement/"{" FormatReplacement/"}"': tags.special(tags.brace) })],
});
