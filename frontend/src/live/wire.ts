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
  /** Markup, as is the question. */
  why: string;
  question: string;
}

export type Result = "proven" | "still-open" | "broken" | "error";

interface Handed {
  id: string;
  url: string;
  /** Grows from one submission to the next, whatever the clock does. */
  sequence: number;
  /** How often a stopped server left it unfinished, and how much was told about its checks since it was last begun. */
  restarts: number;
  events: number;
  number: number | null;
  state: "waiting" | "running" | "finished" | "failed";
  position: number | null;
  created_at: string;
  finished_at: string | null;
  sentence: string;
  checks: Check[];
  fault: Fault | null;
  wall_seconds: number | null;
  usually_seconds: number | null;
}

/** A fix handed to the judge. */
export interface Submission extends Handed {
  kind: "tests" | "verdict";
  result: Result | null;
  recognised: Recognised | null;
  next_url: string | null;
}

/** What an exploit printed and met; marks are where the stolen secret stands. */
export interface Assault {
  console: string;
  console_marks: [number, number][];
  cut_short: string;
  steps: Step[];
}

/** An exploit on the shipped program, or as a replay on the learner's fix. */
export interface Run extends Handed {
  kind: "exploit" | "replay";
  result: "landed" | "repelled" | "error" | null;
  assault: Assault | null;
  /** Only where one run is asked for. */
  exploit?: string;
}

export type Work = Submission | Run;

/** The end of a work whose checks were told one by one has none of them. */
export type Told = Work | (Omit<Submission, "checks"> & { checks?: never });

/** One check has begun, or ended; what is not named is as before. ``sequence`` counts from the plan, which is the first. */
export interface CheckNews {
  submission: string;
  restarts: number;
  sequence: number;
  check: Partial<Check> & Pick<Check, "id" | "outcome">;
}

/** Who waits has moved on in the queue. */
export interface PlaceNews {
  submission: string;
  position: number | null;
}

export interface LabFile {
  path: string;
  text: string;
  shipped: string;
  editable: boolean;
  language: string;
}

/** What is saved as it is typed, and where. */
export interface SavedData {
  lab: string;
  files: LabFile[];
  revision: number;
  urls: { files: string; kept: string; settled: string };
}

export interface FixData extends SavedData {
  urls: { files: string; kept: string; settled: string; submissions: string; runs: string; hints: string; reset: string; fix: string; debrief: string };
  socket: string;
  last: Work | null;
  /** What the attacks of the last verdict did to the shipped code, as far as it is known. */
  shipped: Record<string, Check>;
}

export interface BreakData extends SavedData {
  urls: { files: string; kept: string; settled: string; runs: string; hints: string; break: string; fix: string };
  /** Whether there is a secret to bring home, or else a program to put out of service. */
  steals: boolean;
  socket: string;
  last: Run | null;
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
  /** Markup. */
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
  urls: { marks: string; hints: string };
}

export interface Marked {
  marks: JudgedMark[];
  found: number;
  of: number;
  done: boolean;
}

/** Whether the judge has not yet spoken. */
export function underWay(work: Work): boolean {
  return work.state === "waiting" || work.state === "running";
}

/** Whether it is we who failed: what was handed in does not count then, and may be handed in again. */
export function isFault(work: Work): boolean {
  return work.state === "failed" || work.result === "error";
}

export function isRun(work: Work): work is Run {
  return work.kind === "exploit" || work.kind === "replay";
}
