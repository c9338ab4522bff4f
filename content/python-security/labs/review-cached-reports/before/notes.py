"""Private notes: each member may keep one at each report."""

NOTES = {}


def read(member, report):
    """Return the member's note at a report; an empty string if there is none."""
    return NOTES.get((member.company, member.name, report), "")


def write(member, report, text):
    """Replace the member's note at a report. An empty text removes it."""
    NOTES[member.company, member.name, report] = text
