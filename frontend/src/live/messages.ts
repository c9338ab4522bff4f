/** What the server sends. `just messages` writes this file from src/quintain/attempts/reports/messages.py: change that one. */

export type Outcome = "waiting" | "running" | "passed" | "failed" | "landed" | "repelled" | "error" | "skipped";

export type State = "waiting" | "running" | "finished" | "failed";

export type Result = "proven" | "still-open" | "broken" | "error";

/** As much of a check as is drawn while the judge works; its evidence comes drawn, with the end. */
export interface Check {
  id: string;
  kind: "test" | "wanted" | "attack";
  number: number;
  title: string;
  outcome: Outcome;
  hidden: boolean;
  wall_seconds: number;
}

/** A check that has begun: what is not named is as before. */
export interface Begun {
  id: string;
  outcome: Outcome;
}

/** What was handed to the judge. `sequence` grows from one to the next, whatever the clock does; `restarts` counts how often a stopped server left it unfinished, and `events` how much was told about its checks since it was last begun. */
export interface Handed {
  id: string;
  url: string;
  sequence: number;
  restarts: number;
  events: number;
  number: number | null;
  state: State;
  position: number | null;
  created_at: string;
  finished_at: string | null;
  sentence: string;
  checks: Check[];
  attacks: number;
  attacks_stopped: number;
  wall_seconds: number | null;
  usually_seconds: number | null;
}

/** A fix. `evidence` is the markup of its verdict once there is one, None where the page itself has brought it. */
export interface Submission extends Handed {
  kind: "tests" | "verdict";
  result: Result | null;
  evidence: string | null;
}

/** The markup of what came of an exploit. `state` is its outcome in a word, `console` what it printed and what that means, and `log` what the program was asked, or which fault of ours there was. `head` and `printed` are above and below the log where there is no console. */
export interface RunEvidence {
  state: string;
  console: string;
  head: string;
  log: string;
  printed: string;
}

/** An exploit on the original program, or as a replay on the learner's fix; its text where one run is asked for. */
export interface Run extends Handed {
  kind: "exploit" | "replay";
  result: "landed" | "repelled" | "stopped" | "error" | null;
  evidence: RunEvidence | null;
  exploit: string | null;
  stop_url: string;
}

export type Work = Submission | Run;

/** A check has begun, or ended. `sequence` counts from the plan, which is the first. */
export interface CheckNews {
  submission: string;
  restarts: number;
  sequence: number;
  check: Check | Begun;
  type: "check";
}

/** Somebody who waits has moved on in the queue. */
export interface PlaceNews {
  submission: string;
  position: number | null;
  type: "place";
}

/** The markup of what the attacks of a verdict did to the original code, by the ids of its checks. */
export interface Original {
  state: "known" | "waiting" | "none";
  checks: Record<string, string>;
}

/** A file of the editor. */
export interface LabFile {
  path: string;
  text: string;
  original: string;
  editable: boolean;
  language: string;
}

/** Where what is typed is saved. */
export interface SavedUrls {
  files: string;
  kept: string;
  settled: string;
}

/** What is saved as it is typed, and where. */
export interface SavedData {
  lab: string;
  files: LabFile[];
  revision: number;
  urls: SavedUrls;
}

/** The addresses of the phase *fix*; `page` is its own. */
export interface FixUrls extends SavedUrls {
  page: string;
  submissions: string;
  runs: string;
}

/** The page of the phase *fix*. */
export interface FixData extends SavedData {
  urls: FixUrls;
  socket: string;
  last: Work | null;
}

/** The addresses of the phase *break*; `page` is its own. */
export interface BreakUrls extends SavedUrls {
  page: string;
  runs: string;
}

/** The page of the phase *break*; `steals` if there is a secret to read, not a program to put out of service. */
export interface BreakData extends SavedData {
  urls: BreakUrls;
  steals: boolean;
  socket: string;
  last: Run | null;
}

/** A judged mark. `why` is markup. */
export interface Mark {
  file: string;
  first: number;
  last: number;
  cwe: string;
  right: boolean;
  decoy: boolean;
  why: string;
}

/** The marks of the last check, and how many flaws are found. */
export interface Marked {
  marks: Mark[];
  found: number;
  of: number;
  done: boolean;
}

/** A weakness that a mark may name. */
export interface Choice {
  cwe: string;
  name: string;
}

/** The addresses of the phase *find*. */
export interface FindUrls {
  marks: string;
}

/** The page of the phase *find*. */
export interface FindData extends Marked {
  lab: string;
  files: LabFile[];
  choices: Choice[];
  urls: FindUrls;
}
