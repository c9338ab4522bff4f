import { describe, expect, test } from "vitest";
import { cut, NoQuery, read } from "../../../../content/python-security/exhibits/bind-or-splice/sql.ts";

/** What the pieces of a query are, in order. */
function kinds(query: string): string[] {
  return cut(query).map(({ kind, text }) => `${kind} ${text}`);
}

/** The condition of a query. */
function condition(where: string): unknown {
  const [, clause] = read(`SELECT id FROM users WHERE ${where}`);
  return clause?.[1];
}

describe("Pieces of a query", () => {
  test("A doubled quote belongs to its string, and a single one ends it", () => {
    expect(kinds("'O''Brien' 'a' 'b'")).toEqual(["string 'O''Brien'", "string 'a'", "string 'b'"]);
  });

  test("Words of SQL are known in any case, and other words are names", () => {
    expect(kinds('select Name "order"')).toEqual(["word select", "name Name", 'name "order"']);
  });

  test("A comment reaches to the end of its line, or to its own end, and hides quotes", () => {
    expect(kinds("a -- it's\nb /* ' \n */ c")).toEqual([
      "name a",
      "comment -- it's",
      "name b",
      "comment /* ' \n */",
      "name c",
    ]);
    expect(kinds("a /* open")).toEqual(["name a", "comment /* open"]);
  });

  test("A string that does not end is a fault at its quote", () => {
    expect(cut("name = 'x").find(({ kind }) => kind === "fault")).toEqual({ kind: "fault", text: "'", at: 7 });
  });

  test("A number that runs into letters is no number", () => {
    expect(kinds("1 2.5 3x")).toEqual(["number 1", "number 2.5", "fault 3", "name x"]);
  });
});

describe("The tree of a query", () => {
  test("A value stays one leaf, whatever it holds", () => {
    expect(condition("name = 'x'' OR 1=1 --'")).toEqual(["=", ["name"], ["'x'' OR 1=1 --'"]]);
  });

  test("A value that ends its string becomes a part of the query", () => {
    expect(condition("name = '' OR 1=1 --' AND password = 'x'")).toEqual([
      "OR",
      ["=", ["name"], ["''"]],
      ["=", ["1"], ["1"]],
    ]);
  });

  test("AND binds tighter than OR, NOT tighter than both, and brackets tightest", () => {
    expect(condition("a OR b AND NOT c")).toEqual(["OR", ["a"], ["AND", ["b"], ["NOT", ["c"]]]]);
    expect(condition("(a OR b) AND c")).toEqual(["AND", ["OR", ["a"], ["b"]], ["c"]]);
  });

  test("Operators of one level are read from left to right", () => {
    expect(condition("1 - 2 - 3")).toEqual(["-", ["-", ["1"], ["2"]], ["3"]]);
    expect(condition("1 + 2 * 3")).toEqual(["+", ["1"], ["*", ["2"], ["3"]]]);
  });

  test("A UNION joins two queries", () => {
    expect(read("SELECT a FROM t UNION ALL SELECT b FROM u;")).toEqual([
      "UNION ALL",
      ["SELECT a FROM t"],
      ["SELECT b FROM u"],
    ]);
  });

  test("Functions and queries within brackets are parts like others", () => {
    expect(condition("lower(name) LIKE '%' || ? || '%'")).toEqual([
      "LIKE",
      ["lower()", ["name"]],
      ["||", ["||", ["'%'"], ["?"]], ["'%'"]],
    ]);
    expect(condition("id = (SELECT 1)")).toEqual(["=", ["id"], ["SELECT 1"]]);
  });
});

describe("What is no query", () => {
  test.each([
    ["SELECT a FROM t; DROP TABLE t", "You can only execute one statement at a time."],
    ["SELECT a FROM t WHERE name = 'x", "A string begins and does not end."],
    ["SELECT a FROM t WHERE", "It ends too early."],
    ["SELECT a FROM t WHERE a = = b", "It makes no sense from “=” on."],
    ["DROP TABLE t", "It makes no sense from “DROP” on."],
  ])("%s", (query, reason) => {
    expect(() => read(query)).toThrow(new NoQuery(reason));
  });

  test("A query that is nested too deeply is refused before the page runs out of stack", () => {
    expect(() => condition(`${"(".repeat(50_000)}1`)).toThrow(NoQuery);
  });
});
