/** Finds sections by their words: all of the words if any section has them, otherwise some. */
import MiniSearch from "minisearch";

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

const AROUND = 90;
const FUZZY_FROM = 5;
/** A shorter word is found as it is: three letters begin too many others. */
const PREFIX_FROM = 3;

export function createSearch(entries: Entry[]): (words: string) => Found[] {
  const index = new MiniSearch<Entry & { id: number }>({
    fields: ["title", "heading", "text"],
    searchOptions: {
      boost: { title: 8, heading: 4 },
      prefix: (term) => term.length >= PREFIX_FROM,
      fuzzy: (term) => (term.length >= FUZZY_FROM ? 0.2 : false),
    },
  });
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return (words) => {
    const every = index.search(words, { combineWith: "AND" });
    const results = every.length > 0 ? every : index.search(words);
    return results.flatMap(({ id, terms }) => {
      const entry = entries[id as number];
      return entry ? [{ entry, excerpt: excerptOf(entry.text, terms) }] : [];
    });
  };
}

/** The text around the first place with one of the terms, cut into what is a hit and what is not. */
export function excerptOf(text: string, terms: string[]): Piece[] {
  const hits = terms.length > 0 ? new RegExp(terms.map(escaped).join("|"), "giu") : undefined;
  const first = hits ? text.search(hits) : -1;
  const begin = first > AROUND ? text.lastIndexOf(" ", first - AROUND / 2) + 1 : 0;
  const end = begin + 2 * AROUND;
  const shown = text.slice(begin, end);
  const pieces: Piece[] = begin > 0 ? [{ text: "… ", hit: false }] : [];
  let reached = 0;
  for (const match of hits ? shown.matchAll(hits) : []) {
    if (match[0] === "") continue;
    pieces.push({ text: shown.slice(reached, match.index), hit: false }, { text: match[0], hit: true });
    reached = match.index + match[0].length;
  }
  pieces.push({ text: shown.slice(reached) + (end < text.length ? " …" : ""), hit: false });
  return pieces.filter((piece) => piece.text !== "");
}

function escaped(term: string): string {
  return term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
