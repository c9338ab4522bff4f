/** A small reader of SQL, for queries of the kind that a lesson shows: pieces, and the tree that they make.
 *
 * Its pieces follow SQLite's rules for strings, names, numbers and comments; its grammar is a part of SQLite's. The journeys
 * hold its trees against those of a real parser for every recorded value.
 */

export type Kind = "word" | "name" | "string" | "number" | "sign" | "comment" | "fault";

export interface Piece {
  kind: Kind;
  text: string;
  /** Where it begins in the query. */
  at: number;
}

export type Tree = [string, ...Tree[]];

export class NoQuery extends Error {}

const WORDS = new Set(
  "SELECT FROM WHERE AND OR NOT UNION ALL LIKE IS NULL IN BETWEEN ORDER BY LIMIT DROP TABLE INSERT UPDATE DELETE".split(
    " ",
  ),
);
const PIECES =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?(?![A-Za-z_\d]))|(?<name>[A-Za-z_]\w*|"(?:[^"]|"")*")|(?<sign><=|>=|<>|!=|==|\|\||[-+*/%=<>(),;?.])|(?<fault>\S)/gu;

export function cut(query: string): Piece[] {
  return [...query.matchAll(PIECES)].map((found) => {
    const [kind] = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined) ?? ["fault"];
    const word = kind === "name" && WORDS.has(found[0].toUpperCase());
    return { kind: word ? "word" : (kind as Kind), text: found[0], at: found.index };
  });
}

/** The tree of a query. Throws NoQuery, with what a reader stumbles over. */
export function read(query: string): Tree {
  return new Reader(cut(query).filter(({ kind }) => kind !== "comment")).readAll();
}

/** Operators from the loosest to the tightest. */
const LEVELS = [
  ["OR"],
  ["AND"],
  ["=", "==", "<>", "!=", "LIKE", "IS"],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
  ["||"],
];
const NOT_LEVEL = 2;
const DEEPEST = 40;

class Reader {
  private depth = 0;

  constructor(private readonly pieces: Piece[]) {}

  readAll(): Tree {
    const tree = this.select();
    if (this.take(";") && this.pieces.length > 0) throw new NoQuery("You can only execute one statement at a time.");
    if (this.pieces.length > 0) this.stumble();
    return tree;
  }

  private select(): Tree {
    let left = this.core();
    while (this.take("UNION")) left = [this.take("ALL") ? "UNION ALL" : "UNION", left, this.core()];
    return left;
  }

  private core(): Tree {
    if (!this.take("SELECT")) this.stumble();
    const columns = this.list();
    const table = this.take("FROM") ? ` FROM ${this.name()}` : "";
    return [
      `SELECT ${columns.map(write).join(", ")}${table}`,
      ...(this.take("WHERE") ? [["WHERE", this.expression()] as Tree] : []),
    ];
  }

  private list(): Tree[] {
    const items = [this.take("*") ? (["*"] as Tree) : this.expression()];
    while (this.take(",")) items.push(this.expression());
    return items;
  }

  private expression(level = 0): Tree {
    if (++this.depth > DEEPEST * LEVELS.length)
      throw new NoQuery("It is nested too deeply for the small parser in this page.");
    const tree = this.binary(level);
    this.depth--;
    return tree;
  }

  private binary(level: number): Tree {
    if (level === NOT_LEVEL && this.take("NOT")) return ["NOT", this.expression(level)];
    const operators = LEVELS[level];
    if (!operators) return this.single();
    let left = this.expression(level + 1);
    for (let found = this.takeOf(operators); found; found = this.takeOf(operators))
      left = [found, left, this.expression(level + 1)];
    return left;
  }

  private single(): Tree {
    if (this.take("(")) {
      const inner = this.sees("SELECT") ? this.select() : this.expression();
      if (!this.take(")")) this.stumble();
      return inner;
    }
    if (this.take("-")) return ["-", this.single()];
    const [piece] = this.pieces;
    if (
      !piece ||
      !(["name", "string", "number"].includes(piece.kind) || ["?", "NULL"].includes(piece.text.toUpperCase()))
    )
      this.stumble();
    this.pieces.shift();
    if (piece?.kind === "name" && this.take("(")) {
      const inside = this.sees(")") ? [] : this.list();
      if (!this.take(")")) this.stumble();
      return [`${piece.text}()`, ...inside];
    }
    return [piece?.text ?? ""];
  }

  private name(): string {
    const [piece] = this.pieces;
    if (piece?.kind !== "name") this.stumble();
    return this.pieces.shift()?.text ?? "";
  }

  private sees(word: string): boolean {
    const [piece] = this.pieces;
    return piece !== undefined && piece.kind !== "string" && piece.text.toUpperCase() === word;
  }

  private take(word: string): boolean {
    if (!this.sees(word)) return false;
    this.pieces.shift();
    return true;
  }

  private takeOf(words: string[]): string | undefined {
    return words.find((word) => this.take(word));
  }

  private stumble(): never {
    const [piece] = this.pieces;
    if (!piece) throw new NoQuery("It ends too early.");
    if (piece.text === "'") throw new NoQuery("A string begins and does not end.");
    throw new NoQuery(`It makes no sense from “${piece.text}” on.`);
  }
}

function write([label, ...children]: Tree): string {
  const [left, right] = children.map(write);
  if (label.endsWith("()")) return `${label.slice(0, -1)}${children.map(write).join(", ")})`;
  return left === undefined ? label : right === undefined ? `${label} ${left}` : `${left} ${label} ${right}`;
}
