"""Promises: every check names one of them, every one of them has a check, and the brief leaves exact wishes to them."""

from collections.abc import Iterator
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.lab_draft import TEST, LabDraft
from quintain.packs.model.lab import Status
from quintain.packs.prose import words_in

MOST_WORDS: Final = 200  # of a brief, all phases together: what is read in a minute, in a narrow column
BRIEF: Final = "brief.md"


def _ids(draft: LabDraft) -> None:
    ids = [promise.id for promise in draft.sheet.promises]
    draft.collector.hold_unique("lab.E021", 'The promise "{}" is there twice.', ids, "promises")
    for number, exploit in enumerate(draft.sheet.exploits):
        if exploit.promise and exploit.promise not in ids and draft.collector.untouched("promises"):
            message = f"The lab has no promise {exploit.promise}.{suggestion(exploit.promise, ids)}"
            draft.collector.add("lab.E071", message, at=("exploits", number, "promise"))


def _tests(draft: LabDraft) -> None:
    known, seen = draft.test_names | set(draft.tests), dict[str, str]()
    for number, promise in enumerate(draft.sheet.promises):
        for place, name in enumerate(promise.tests):
            at = ("promises", number, "tests", place)
            if name not in known:
                message = f"{promise.id} names {name}, which is no test.{suggestion(name, known)}"
                draft.collector.add("lab.E070", message, at=at)
            elif name in seen:
                draft.collector.add("lab.E072", f"{seen[name]} names {name}, too.", at=at)
            else:
                seen[name] = promise.id


def _told(draft: LabDraft) -> None:
    """Ask a live lab for promises; one that has none yet is told so, and no more. One for finding only needs none."""
    sheet = draft.sheet
    if sheet.status is not Status.LIVE or not draft.collector.untouched("promises"):
        return
    if draft.is_fixed and not sheet.promises:
        draft.collector.add("lab.W013", "The lab has no promises.", line=draft.collector.line_of(("status",)))
        return
    _brief(draft)
    if draft.collector.untouched("exploits"):
        _unchecked(draft)
        _unnamed(draft)


def _brief(draft: LabDraft) -> None:
    count = words_in(draft.tree.get(BRIEF, ""))
    if count > MOST_WORDS:
        message = f"The brief has {count} words, {count - MOST_WORDS} too many."
        draft.collector.add("lab.W012", message, path=draft.shown / BRIEF, line=1)


def _unchecked(draft: LabDraft) -> None:
    """Tell promises that nothing checks, and those that hidden attacks alone check."""
    for number, promise in enumerate(draft.sheet.promises):
        attacks = [exploit for exploit in draft.sheet.exploits if exploit.promise == promise.id]
        line = draft.collector.line_of(("promises", number))
        if not promise.tests and not attacks:
            draft.collector.add("lab.W010", f"Nothing checks the promise {promise.id}.", line=line)
        elif not promise.tests and all(attack.hidden for attack in attacks):
            message = f"Only hidden attacks check the promise {promise.id}."
            draft.collector.add("lab.W014", message, line=line)


def _unnamed(draft: LabDraft) -> None:
    """Tell checks that are about no promise."""
    for number, exploit in enumerate(draft.sheet.exploits):
        if not exploit.promise:
            message = f"The attack {exploit.name} checks no promise."
            draft.collector.add("lab.W011", message, line=draft.collector.line_of(("exploits", number)))
    named = {name for promise in draft.sheet.promises for name in promise.tests}
    for path, name, line in _all_tests(draft):
        file = path.partition("/")[2]
        if not named & {file, f"{file}::{name}"}:
            message = f"The test {name} checks no promise."
            draft.collector.add("lab.W011", message, path=draft.shown / path, line=line)


def _all_tests(draft: LabDraft) -> Iterator[tuple[str, str, int]]:
    """Yield each test: the path of its file, its name, and its line."""
    for path, text in draft.tree.items():
        if path.startswith(("tests/", "wanted/")):
            for match in TEST.finditer(text):
                yield path, match[1], text.count("\n", 0, match.start()) + 1


RULES: Final = (_ids, _tests, _told)
