/** Moments are written in the reader's own time zone; the server, which does not know it, has written its own. */
const FORMS: Record<string, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit" },
  minute: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  second: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  day: { day: "numeric", month: "short", year: "numeric" },
};

/** Writes all moments of a page, or of a piece that the server has sent. */
export function writeMoments(within: ParentNode): void {
  for (const element of within.querySelectorAll<HTMLTimeElement>("time[data-moment]")) {
    const at = new Date(element.dateTime);
    const form = FORMS[element.dataset["moment"] ?? ""];
    if (!form || Number.isNaN(at.getTime())) continue;
    element.textContent = at.toLocaleString(language(), { ...form, hourCycle: "h23" });
    element.title = at.toLocaleString(language(), { dateStyle: "full", timeStyle: "long", hourCycle: "h23" });
  }
}

function language(): string {
  const page = document.documentElement.lang;
  return page === "en" || !page ? "en-GB" : page;
}
