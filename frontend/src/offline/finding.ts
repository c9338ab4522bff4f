/** Finds sections by their words: all of the words if any section has them, otherwise as many as any section has. */
import MiniSearch, { type SearchOptions, type SearchResult } from "minisearch";

/** A section of a chapter, as the offline edition writes it into `search-data.js`. */
export interface Entry {
  address: string;
  title: string;
  heading: string;
  kind: string;
  text: string;
}

export interface Piece {
  text: string;
  hit: boolean;
}

export interface Found {
  entry: Entry;
  excerpt: Piece[];
}

/** A word that nothing has, and the one that was looked for in its place. */
export interface Correction {
  typed: string;
  searched: string;
}

export interface Answer {
  found: Found[];
  /** Whether no section has all of the words, and these have some of them. */
  partly: boolean;
  corrections: Correction[];
}

/** Answers a query; `asTyped` looks for each word as it is. */
export type Search = (words: string, asTyped?: boolean) => Answer;

const AROUND = 90;
const MOST_CHARACTERS = 200;
const MOST_WORDS = 12;
const MOST_CORRECTIONS = 3;
/** A shorter word is found as it is: three letters begin too many others. */
const PREFIX_FROM = 3;
/** Shorter words are one letter away from many others; up to the second length, one slip is all that two may differ by. */
const [SPELT_FROM, SHORT] = [4, 6];
const BETWEEN = /[^\p{L}\p{N}]+/u;
const LETTERS = /^\p{L}+$/u;

export function createSearch(entries: Entry[], stopWords: string[] = []): Search {
  const index = new MiniSearch<Entry & { id: number }>({
    fields: ["title", "heading", "text"],
    searchOptions: { boost: { title: 8, heading: 4 }, prefix: (term) => term.length >= PREFIX_FROM },
  });
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  const stops = new Set(stopWords);
  return (typed, asTyped = false) => {
    const corrections: Correction[] = [];
    const words = wordsOf(typed, stops).map((word) => {
      const searched = asTyped || corrections.length === MOST_CORRECTIONS ? undefined : nearest(index, word);
      if (searched) corrections.push({ typed: word, searched });
      return searched ?? word;
    });
    const query = [...new Set(words)].join(" ");
    const every = index.search(query, { combineWith: "AND" });
    const results = every.length > 0 ? every : fullest(index.search(query));
    const found = results.flatMap(({ id, terms }) => {
      const entry = entries[id as number];
      return entry ? [{ entry, excerpt: excerptOf(entry.text, terms) }] : [];
    });
    return { found, partly: every.length === 0 && found.length > 0, corrections };
  };
}

/** The words of a query without those that say nothing, unless there are no others; each once. */
function wordsOf(typed: string, stops: Set<string>): string[] {
  const words = [...new Set(typed.slice(0, MOST_CHARACTERS).split(BETWEEN).filter(Boolean))];
  const telling = words.filter((word) => !stops.has(word.toLowerCase()));
  return (telling.length > 0 ? telling : words).slice(0, MOST_WORDS);
}

/** The sections with about as many of the words as any has, those with the most first. */
function fullest(results: SearchResult[]): SearchResult[] {
  const most = Math.max(0, ...results.map(({ queryTerms }) => queryTerms.length));
  const rank = ({ score, queryTerms }: SearchResult) => score * queryTerms.length ** 2;
  return results.filter(({ queryTerms }) => queryTerms.length * 2 > most).sort((one, other) => rank(other) - rank(one));
}

/** The word that is nearest to one that no section has, the commonest of several; two letters that are swapped are one slip. */
function nearest(index: MiniSearch, word: string): string | undefined {
  const typed = word.toLowerCase();
  if (typed.length < SPELT_FROM || !LETTERS.test(typed) || index.search(typed).length > 0) return undefined;
  const swapped = [...typed].slice(1).map((_, at) => swap(typed, at));
  const exact = (term: string) => commonest(index.search(term, { prefix: false }), term);
  const fuzzy = (edits: number) => commonest(index.search(typed, { prefix: false, fuzzy: edits } as SearchOptions));
  return (
    swapped.map(exact).find((term) => term !== undefined) ?? fuzzy(1) ?? (typed.length > SHORT ? fuzzy(2) : undefined)
  );
}

function swap(word: string, at: number): string {
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
}

/** The term that most of these sections have, of letters alone and not too short. */
function commonest(results: SearchResult[], only?: string): string | undefined {
  const counts = new Map<string, number>();
  for (const term of results.flatMap(({ terms }) => terms))
    if (term.length >= SPELT_FROM && LETTERS.test(term) && (only === undefined || term === only))
      counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** The text around the first place where a word begins with one of the terms, cut into what is a hit and what is not. */
export function excerptOf(text: string, terms: string[]): Piece[] {
  const places = hitsIn(text, terms);
  const first = places[0]?.start ?? -1;
  const begin = first > AROUND ? text.lastIndexOf(" ", first - AROUND / 2) + 1 : 0;
  const end = begin + 2 * AROUND;
  const pieces: Piece[] = begin > 0 ? [{ text: "… ", hit: false }] : [];
  let reached = begin;
  for (const place of places) {
    if (place.end > end) break;
    pieces.push(
      { text: text.slice(reached, place.start), hit: false },
      { text: text.slice(place.start, place.end), hit: true },
    );
    reached = place.end;
  }
  pieces.push({ text: text.slice(reached, end) + (end < text.length ? " …" : ""), hit: false });
  return pieces.filter((piece) => piece.text !== "");
}

function hitsIn(text: string, terms: string[]): { start: number; end: number }[] {
  const some = terms.filter(Boolean).sort((one, other) => other.length - one.length);
  if (some.length === 0) return [];
  const hits = new RegExp(some.map(escaped).join("|"), "giu");
  return [...text.matchAll(hits)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(({ start }) => start === 0 || BETWEEN.test(text.charAt(start - 1)));
}

function escaped(term: string): string {
  return term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
