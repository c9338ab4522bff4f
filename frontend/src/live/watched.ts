/**
 * The newest state of what the learner handed in, put together from reports and news that may come late, twice or never.
 *
 * A report is the whole state at one moment, and of two the newer counts, by numbers of the server's own and never by time.
 * News tell one check and have the number that follows on the state they change: what comes too early waits, what comes
 * too late is known already, and while something waits the state is behind and the whole is to be asked for.
 */
import type { Check, CheckNews, PlaceNews, Told, Work } from "./work.ts";

const ORDER = { waiting: 0, running: 1, finished: 2, failed: 2 };

export class Watched {
  /** News and an end that came before what they follow on. */
  private readonly early = new Map<number, CheckNews>();
  private end: Told | null = null;
  private readonly places = new Map<string, number | null>();
  current: Work | null;

  constructor(last: Work | null) {
    this.current = last;
  }

  /** Where the whole is to be asked for, if something was missed. */
  get behind(): string | null {
    if (this.end) return this.end.url;
    return this.early.size > 0 && this.current ? this.current.url : null;
  }

  /** Forgets the places that the socket told: answers are newer from now on, and so is the next socket's first report. */
  disconnected(): void {
    this.places.clear();
  }

  /** Takes a report; whether that changed anything. */
  report(told: Told): boolean {
    if (this.current && !isNewer(told, this.current)) return false;
    const work = this.whole(told);
    if (!work) return this.wait(told);
    this.become(work);
    this.catchUp();
    return true;
  }

  /** Takes news of one check; whether that changed anything. */
  check(news: CheckNews): boolean {
    const now = this.current;
    if (!now || news.submission !== now.id || news.restarts < now.restarts) return false;
    if (
      news.restarts === now.restarts &&
      (news.sequence <= now.events || now.state === "finished" || now.state === "failed")
    )
      return false;
    this.early.set(news.sequence, news);
    return this.catchUp();
  }

  /** Takes a new place in the queue; whether that changed anything. */
  place({ submission, position }: PlaceNews): boolean {
    this.places.set(submission, position);
    const now = this.current;
    if (now?.id !== submission || now.state !== "waiting" || now.position === position) return false;
    this.current = { ...now, position };
    return true;
  }

  /** Gives a report the checks that were told one by one, if all of them have come. */
  private whole(told: Told): Work | null {
    if (told.checks) return this.placed(told);
    const now = this.current;
    const known = now?.id === told.id && now.restarts === told.restarts && now.events === told.events;
    return known ? ({ ...told, checks: now.checks } as Work) : null;
  }

  /** A place that a socket told is newer than that of an answer which overtook it. */
  private placed(work: Work): Work {
    const place = this.places.get(work.id);
    return work.state === "waiting" && place !== undefined ? { ...work, position: place } : work;
  }

  private wait(told: Told): false {
    if (!this.end || isNewer(told, this.end)) this.end = told;
    return false;
  }

  private become(work: Work): void {
    const same = this.current?.id === work.id && this.current.restarts === work.restarts;
    this.current = work;
    for (const [number, news] of this.early) {
      if (news.submission !== work.id || news.restarts < work.restarts || (same && number <= work.events))
        this.early.delete(number);
    }
    if (work.state === "finished" || work.state === "failed") this.early.clear();
    if (this.end && !isNewer(this.end, work)) this.end = null;
  }

  /** Applies what waited and now follows on. */
  private catchUp(): boolean {
    let changed = false;
    for (let now = this.current; now; now = this.current) {
      const next = this.early.get(now.events + 1);
      if (next?.restarts !== now.restarts || next.submission !== now.id) break;
      this.early.delete(next.sequence);
      this.current = { ...now, events: next.sequence, checks: changedBy(now.checks, next.check) } as Work;
      changed = true;
    }
    const ended = this.end && this.whole(this.end);
    if (!ended) return changed;
    this.become(ended);
    return true;
  }
}

function changedBy(checks: Check[], told: CheckNews["check"]): Check[] {
  if (!checks.some((check) => check.id === told.id)) return [...checks, told as Check];
  return checks.map((check) => (check.id === told.id ? { ...check, ...told } : check));
}

/** Compares by what the server counts: which submission, which of its beginnings, how far, and how much was told. */
function isNewer(one: Told, than: Told): boolean {
  const [first, second] = [one, than].map((each) => [each.sequence, each.restarts, ORDER[each.state], each.events]) as [
    number[],
    number[],
  ];
  const differs = first.findIndex((number, place) => number !== second[place]);
  return differs >= 0 && (first[differs] ?? 0) > (second[differs] ?? 0);
}
