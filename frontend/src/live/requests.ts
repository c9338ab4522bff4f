/** Requests for JSON: an answer, a refusal with the server's words, or no line at all. */
import { find, meta } from "../page/dom.ts";
import { translate } from "../page/words.ts";

const PATIENCE_MS = 15_000;
/** The class has moved to another process, whose name the answer has set as a cookie (Misdirected Request). */
const MOVED = 421;
/** Together longer than it takes until another process has the class of one that has stopped without a word. */
const MOVED_PAUSES_MS = [300, 600, 1200, 2400, 4800];

/** The server answered, and said no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly remedy: string,
    readonly facts: Record<string, unknown>,
  ) {
    super(
      typeof facts["error"] === "string" ? facts["error"] : translate("The server answered %(status)s.", { status }),
    );
  }

  /** Whether somebody else is signed in than the page was made for. */
  get isOfOtherPerson(): boolean {
    return this.facts["other_person"] === true;
  }

  /** Whether the same request would be refused again, whenever it is sent. */
  get isLasting(): boolean {
    return this.status < 500 && this.facts["old_token"] !== true && ![401, 408, 409, MOVED, 429].includes(this.status);
  }
}

/** The server did not answer, or could not. */
export class NoLine extends Error {}

/** Asks the server; if only the page's CSRF token is too old, with a new one; if the class has moved, where it is now. */
export async function request<T>(
  method: "GET" | "POST" | "PUT",
  url: string,
  body?: unknown,
  keepalive = false,
): Promise<T> {
  for (const pauseMs of MOVED_PAUSES_MS) {
    try {
      return await askAgain<T>(method, url, body, keepalive);
    } catch (failure) {
      if (!(failure instanceof Refusal) || failure.status !== MOVED || keepalive) throw failure;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return await askAgain<T>(method, url, body, keepalive);
}

async function askAgain<T>(method: string, url: string, body: unknown, keepalive: boolean): Promise<T> {
  try {
    return await ask<T>(method, url, body, keepalive);
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.facts["old_token"] !== true) throw failure;
    await renewToken();
    return await ask<T>(method, url, body, keepalive);
  }
}

async function ask<T>(method: string, url: string, body?: unknown, keepalive = false): Promise<T> {
  const answer = await reach(method, url, body, keepalive);
  const facts = await read(answer);
  if (answer.ok) return facts as T;
  if (answer.status >= 502) throw new NoLine();
  throw new Refusal(answer.status, String(facts["remedy"] ?? ""), facts);
}

/** Fetches a CSRF token of the session that this browser has now, if it is still that of the page's learner. */
export async function renewToken(): Promise<void> {
  const known = find<HTMLMetaElement>('meta[name="csrf-token"]');
  const url = known?.dataset["renew"];
  if (!known || !url) return;
  const session = await ask<{ learner: string; csrf_token: string }>("GET", url);
  if (session.learner !== meta("learner")) throw new Refusal(403, "", { other_person: true });
  known.content = session.csrf_token;
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="csrfmiddlewaretoken"]'))
    field.value = session.csrf_token;
}

async function reach(method: string, url: string, body: unknown, keepalive: boolean): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        Accept: "application/json",
        "X-CSRFToken": meta("csrf-token"),
        "X-Learner": meta("learner"),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      keepalive,
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new NoLine();
  }
}

async function read(answer: Response): Promise<Record<string, unknown>> {
  try {
    return (await answer.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
