/**
 * Marks the first place at which a file is no Python, a moment after the last key. The parser goes on behind an error,
 * and often takes what follows for further ones; so, as Python itself does, only the first is told.
 */
import { ensureSyntaxTree } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import type { EditorState, Extension, Text } from "@codemirror/state";
import type { SyntaxNode, Tree } from "@lezer/common";
import { translate } from "../page/words.ts";

export interface SyntaxProblem {
  from: number;
  to: number;
  line: number;
  message: string;
}

const AFTER_MS = 700;
const PARSING_MS = 200;
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
const STRINGS = new Set(["String", "FormatString"]);
const OPENS_BLOCK = /^\s*(?:async\s+)?(?:if|elif|else|for|while|def|class|try|except|finally|with)\b/;

/**
 * Sound Python that the parser takes for an error; all were found in the standard library. Behind those of the second
 * kind it does not find back, so that nothing further is told.
 */
const LINE_BEYOND_PARSER = /\byield\s*(?:$|[#)\]},;])|\d\.(?!\d)/;
const BEYOND_PARSER = /[[,(]\s*[*/]|\bfor\s+\*|\b(?:match|case|type|with)\b|\bas\s*[([]|\bprint\b(?!\()/;

/** Marks the first problem; `told` gets it, or null, for the file that is shown. */
export function syntaxMarks(told: (problem: SyntaxProblem | null) => void): Extension {
  return linter(
    ({ state }) => {
      const problem = problemOf(state);
      told(problem);
      return problem ? [{ ...problem, severity: "error" }] : [];
    },
    // The message is below the editor: beside the mark it would cover code.
    { delay: AFTER_MS, tooltipFilter: () => [] },
  );
}

/** The first problem of a state; null also where parsing takes too long to tell. */
export function problemOf(state: EditorState): SyntaxProblem | null {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSING_MS);
  return tree ? firstProblem(tree, state.doc) : null;
}

export function firstProblem(tree: Tree, doc: Text): SyntaxProblem | null {
  const { errors, silent } = troublesOf(tree, doc);
  const tokens = tokensOf(tree);
  const bracket = unmatched(tokens, doc);
  for (const error of errors) {
    if (silent && silent.from <= error.from) return silent;
    if (bracket && bracket.at <= error.from) return problem(doc, bracket.at, bracket.message);
    const colon = missingColon(tokens, doc, error.from);
    if (colon !== null) return problem(doc, colon, translate("a colon (:) is missing at its end."));
    const at = placeOf(doc, error.from);
    const line = doc.lineAt(at);
    const code = statement(doc, tokens, line.number);
    if (BEYOND_PARSER.test(code)) return bracket && problem(doc, bracket.at, bracket.message);
    if (ancestor(error, (node) => STRINGS.has(node.name)) || LINE_BEYOND_PARSER.test(code)) continue;
    return missingBody(doc, line.number, tokens) ?? problem(doc, at, translate("Python does not understand this."));
  }
  return silent ?? (bracket && problem(doc, bracket.at, bracket.message));
}

/** The parser's errors, and the first of those that it is silent about: open strings, and lines that are too far in. */
function troublesOf(tree: Tree, doc: Text): { errors: SyntaxNode[]; silent: SyntaxProblem | null } {
  const errors: SyntaxNode[] = [];
  let silent: SyntaxProblem | null = null;
  tree.iterate({
    enter({ type, name, from, to, node }) {
      if (type.isError) errors.push(node);
      else if (STRINGS.has(name) && !isClosed(doc.sliceString(from, to)))
        silent ??= problem(doc, from, translate("this string is never closed."));
      else if (isTooFarIn(node, doc))
        silent ??= problem(
          doc,
          from,
          translate("it is indented further than the line before it, which ends in no colon (:)."),
        );
    },
  });
  return { errors, silent };
}

/** Whether a statement is further in than those before it in its block. */
function isTooFarIn(node: SyntaxNode, doc: Text): boolean {
  if (!node.type.is("Statement") || !/^(?:Script|Body)$/.test(node.parent?.name ?? "")) return false;
  const indent = indentBefore(node, doc);
  let before = node.prevSibling;
  while (before && !before.type.is("Statement")) before = before.prevSibling;
  const expected = before ? indentBefore(before, doc) : node.parent?.name === "Script" ? "" : null;
  return indent !== null && expected !== null && indent.length > expected.length && !/\t/.test(indent + expected);
}

/** The spaces before a statement; null if it is not the first of its line. */
function indentBefore({ from }: SyntaxNode, doc: Text): string | null {
  const before = doc.sliceString(doc.lineAt(from).from, from);
  return before.trim() === "" ? before : null;
}

/** A bracket or a colon, and how many brackets are open before it. */
interface Token {
  name: string;
  from: number;
  depth: number;
}

function tokensOf(tree: Tree): Token[] {
  const found: Token[] = [];
  let depth = 0;
  tree.iterate({
    enter({ name, from, to }) {
      if (STRINGS.has(name)) return false;
      if (from === to || !/^[()[\]{}:]$/.test(name)) return true;
      if (/[)\]}]/.test(name)) depth = Math.max(0, depth - 1);
      found.push({ name, from, depth });
      if (CLOSING[name]) depth += 1;
      return true;
    },
  });
  return found;
}

function depthAt(tokens: Token[], at: number): number {
  const last = tokens.findLast(({ from }) => from < at);
  return last ? last.depth + (CLOSING[last.name] ? 1 : 0) : 0;
}

/** The first bracket that has no partner of its kind. */
function unmatched(tokens: Token[], doc: Text): { at: number; message: string } | null {
  const open: Token[] = [];
  for (const token of tokens) {
    if (CLOSING[token.name]) open.push(token);
    if (!/[)\]}]/.test(token.name)) continue;
    const last = open.pop();
    if (!last) return { at: token.from, message: translate("“%(bracket)s” closes nothing.", { bracket: token.name }) };
    if (CLOSING[last.name] === token.name) continue;
    const words = { bracket: token.name, opened: last.name, line: doc.lineAt(last.from).number };
    return {
      at: token.from,
      message: translate("“%(bracket)s” does not close the “%(opened)s” of line %(line)s.", words),
    };
  }
  const last = open.at(-1);
  return last ? { at: last.from, message: translate("“%(bracket)s” is never closed.", { bracket: last.name }) } : null;
}

function isClosed(string: string): boolean {
  const quote = /^[A-Za-z]*("""|'''|"|')/.exec(string)?.[1] ?? "";
  return string.length >= 2 * quote.length && string.endsWith(quote);
}

/** The end of the line at an error, or of the line before it, if a colon belongs there. */
function missingColon(tokens: Token[], doc: Text, at: number): number | null {
  const here = doc.lineAt(Math.min(at, doc.length)).number;
  for (const number of [here, codeBefore(doc, here)]) {
    const line = doc.line(Math.max(number, 1));
    if (!OPENS_BLOCK.test(line.text) || line.text.endsWith("\\")) continue;
    if (depthAt(tokens, line.from) > 0 || depthAt(tokens, line.to) > 0) continue;
    if (tokens.some(({ name, from, depth }) => name === ":" && depth === 0 && from >= line.from && from < line.to))
      continue;
    return line.to;
  }
  return null;
}

function missingBody(doc: Text, number: number, tokens: Token[]): SyntaxProblem | null {
  const line = doc.line(number);
  const before = doc.line(Math.max(codeBefore(doc, number), 1));
  if (before.number === number || depthAt(tokens, line.from) > 0 || before.text.endsWith("\\")) return null;
  if (!/:\s*(?:#.*)?$/.test(before.text) || indentOf(line.text) > indentOf(before.text)) return null;
  return problem(doc, line.from, translate("an indented line is expected here, after the colon (:)."));
}

/** An error behind a line's code belongs to that line, not to the empty ones that follow it. */
function placeOf(doc: Text, at: number): number {
  let line = doc.lineAt(Math.min(at, doc.length));
  while (line.number > 1 && line.text.trim() === "") line = doc.line(line.number - 1);
  return Math.min(at, line.to);
}

/** The lines of a statement that goes over several, up to the one of an error, and the line before it. */
function statement(doc: Text, tokens: Token[], number: number): string {
  let first = codeBefore(doc, number) || number;
  while (first > 1 && depthAt(tokens, doc.line(first).from) > 0) first -= 1;
  return doc.sliceString(doc.line(first).from, doc.line(number).to);
}

/** The number of the last line with code before a line; 0 if there is none. */
function codeBefore(doc: Text, number: number): number {
  let before = number - 1;
  while (before >= 1 && /^\s*(?:#.*)?$/.test(doc.line(before).text)) before -= 1;
  return before;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function ancestor(node: SyntaxNode, is: (node: SyntaxNode) => boolean): SyntaxNode | null {
  for (let each: SyntaxNode | null = node; each; each = each.parent) if (is(each)) return each;
  return null;
}

/** A problem at a place, which is marked up to the end of its word. */
function problem(doc: Text, at: number, message: string): SyntaxProblem {
  const line = doc.lineAt(at);
  const word = /^(?:\w+|.)/.exec(line.text.slice(at - line.from))?.[0] ?? "";
  const from = word ? at : Math.max(line.from, at - 1);
  return { from, to: word ? at + word.length : line.to, line: line.number, message };
}
