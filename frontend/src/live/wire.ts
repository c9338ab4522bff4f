/** What the server says, by the names of its dataclasses. */

export type Outcome = "waiting" | "running" | "passed" | "failed" | "landed" | "repelled" | "error" | "skipped";

export interface Step {
  kind: "sent" | "line" | "ran" | "came-back" | "note";
  label: string;
  text: string;
  witness: "judge" | "program";
  marks: [number, number][];
  file: string | null;
  line: number | null;
}

export interface Check {
  id: string;
  kind: "test" | "wanted" | "attack";
  number: number;
  title: string;
  outcome: Outcome;
  sentence: string;
  variant: string;
  held_out: boolean;
  steps: Step[];
  wall_seconds: number;
  cpu_seconds: number;
}

export interface Fault {
  id: string;
  where: string;
  message: string;
  remedy: string;
}

export interface Recognised {
  name: string;
  title: string;
  why: string;
  question: string;
}

export type Result = "proven" | "still-open" | "broken" | "error";

export interface Submission {
  id: string;
  number: number | null;
  kind: "tests" | "verdict";
  state: "waiting" | "running" | "finished" | "failed";
  position: number | null;
  created_at: string;
  result: Result | null;
  sentence: string;
  checks: Check[];
  recognised: Recognised | null;
  fault: Fault | null;
  wall_seconds: number | null;
  usually_seconds: number | null;
  next_url: string | null;
}

export interface LabFile {
  path: string;
  text: string;
  shipped: string;
  editable: boolean;
  language: string;
}

export interface FixData {
  lab: string;
  files: LabFile[];
  revision: number;
  urls: { files: string; submissions: string; hints: string; reset: string; fix: string; debrief: string };
  socket: string;
  last: Submission | null;
}

export interface Mark {
  file: string;
  first: number;
  last: number;
  cwe: string;
}

export interface JudgedMark extends Mark {
  right: boolean;
  decoy: boolean;
  why: string;
}

export interface FindData {
  lab: string;
  files: LabFile[];
  choices: { cwe: string; name: string }[];
  marks: JudgedMark[];
  found: number;
  of: number;
  done: boolean;
  urls: { marks: string; hints: string; fix: string };
}

export interface Marked {
  marks: JudgedMark[];
  found: number;
  of: number;
  done: boolean;
}

/** Whether the judge has not yet spoken. */
export function underWay(submission: Submission): boolean {
  return submission.state === "waiting" || submission.state === "running";
}
