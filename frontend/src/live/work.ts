/** What the server sends, and what may be asked of it. */
import type { Run, Submission, Work } from "./messages.ts";

export type * from "./messages.ts";

/** The end of a work whose checks were told one by one has none of them. */
export type Told = Work | (Omit<Submission, "checks"> & { checks?: never });

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
