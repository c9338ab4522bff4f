"""The pull request of a review lab: pull_request.md, and the folder before/ with the files as they were."""

import re
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.lab_draft import LabDraft
from quintain.packs.model.lab import PullRequest

TEXT: Final = "pull_request.md"
FOLDER: Final = "before"
TITLE: Final = re.compile(r"# (?P<title>\S.*)\n+(?P<text>\S[\s\S]*)")


def _whole(draft: LabDraft) -> None:
    """Ask for text and files together, for a title and words below it, and for files that the change is about."""
    before, text = draft.below(FOLDER), draft.tree.get(TEXT)
    if text is None and not before:
        return
    if text is None:
        draft.collector.add("lab.E068", f"The lab has {FOLDER}/ and no {TEXT}.", path=draft.shown / FOLDER)
        return
    if not TITLE.fullmatch(text):
        draft.collector.add("lab.E068", f"{TEXT} does not begin with a title.", path=draft.shown / TEXT, line=1)
    for name in before:
        if name not in draft.starter:
            message = f"{FOLDER}/{name} is no file of starter/.{suggestion(name, draft.starter)}"
            draft.collector.add("lab.E068", message, path=draft.shown / FOLDER / name)
    if draft.starter and before == draft.starter:
        draft.collector.add("lab.E068", "The pull request changes nothing.", path=draft.shown / FOLDER)


def pull_request_of(draft: LabDraft) -> PullRequest | None:
    """Return the pull request of a lab that was found right; None if it has none."""
    match = TITLE.fullmatch(draft.tree.get(TEXT, ""))
    return PullRequest(match["title"].strip(), match["text"], draft.below(FOLDER)) if match else None


RULES: Final = (_whole,)
