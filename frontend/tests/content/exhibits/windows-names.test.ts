import { describe, expect, test } from "vitest";
import recorded from "../../../../content/python-security/exhibits/windows-names/data.json";
import { CHECKS, type Disk, opened } from "../../../../content/python-security/exhibits/windows-names/names.ts";

interface Case {
  name: string;
  kind: string;
  what: string;
  accepted: string[];
}

const data = recorded as Disk & { cases: Case[]; more: Case[] };
const cases = [...data.cases, ...data.more];

describe("Names on Windows", () => {
  test.each(cases)("The page and the lesson's model open the same thing for '$name'", ({ name, kind, what }) => {
    expect(opened(data, name)).toEqual({ kind, what });
  });

  test.each(cases)("The page and the lesson's checks agree about '$name'", ({ name, accepted }) => {
    expect(Object.keys(CHECKS).filter((check) => CHECKS[check]?.(data, name))).toEqual(accepted);
  });
});
