/** Requests for JSON: an answer, a refusal with the server's words, or no line at all. */
import { meta } from "../page/dom.ts";
import { translate } from "../page/words.ts";

const PATIENCE_MS = 15_000;

/** The server answered, and said no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly remedy: string,
    readonly facts: Record<string, unknown>,
  ) {
    super(typeof facts["error"] === "string" ? facts["error"] : translate("The server answered %(status)s.", { status }));
  }
}

/** The server did not answer, or could not. */
export class NoLine extends Error {}

export async function request<T>(method: "GET" | "POST" | "PUT", url: string, body?: unknown, keepalive = false): Promise<T> {
  const answer = await reach(method, url, body, keepalive);
  const facts = await read(answer);
  if (answer.ok) return facts as T;
  if (answer.status >= 502) throw new NoLine();
  throw new Refusal(answer.status, String(facts["remedy"] ?? ""), facts);
}

async function reach(method: string, url: string, body: unknown, keepalive: boolean): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        Accept: "application/json",
        "X-CSRFToken": meta("csrf-token"),
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
