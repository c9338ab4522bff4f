"""The texts that learners type, as one kind of thing: a file of the fix, or the exploit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from quintain.attempts.models import Exploit, File, Phase, Workspace
from quintain.packs.model.lab import Break, Lab

EXPLOIT = "exploit.py"


@dataclass(frozen=True, slots=True)
class Stored:
    """A text as the server has it.

    ``changed_at`` is the revision of its last change, ``revision`` the newest one from which a tab may go on.
    """

    text: str
    changed_at: int
    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that a save made, and when."""

    revision: int
    saved_at: datetime


class Document(Protocol):
    """A text that a learner types in a workspace."""

    @property
    def workspace(self) -> Workspace:
        """The learner's place in the lab."""

    @property
    def phase(self) -> Phase:
        """The phase in which it is typed."""

    @property
    def path(self) -> str:
        """Its name among the files of the phase."""

    def load(self) -> Stored:
        """Return it as it is stored, or as the lab begins it."""

    def store(self, text: str) -> Saved:
        """Put another text in its place, as a new revision."""


@dataclass(frozen=True, slots=True)
class FixFile:
    """An editable file of the phase *fix*; all files of a workspace share its revisions."""

    workspace: Workspace
    path: str
    original: str
    phase: Phase = Phase.FIX

    def load(self) -> Stored:
        """Return the file as it is stored, or the original."""
        file = self.workspace.files.filter(path=self.path).first()
        changed_at = max(file.revision if file else 0, self.workspace.replaced)
        text, saved_at = (file.text, file.saved_at) if file else (self.original, timezone.now())
        return Stored(text, changed_at, self.workspace.revision, saved_at)

    def store(self, text: str) -> Saved:
        """Store the text at the workspace's next revision."""
        self.workspace.revision += 1
        self.workspace.save(update_fields=["revision", "touched_at"])
        file, _ = File.objects.update_or_create(
            workspace=self.workspace, path=self.path, defaults={"text": text, "revision": self.workspace.revision}
        )
        return Saved(file.revision, file.saved_at)


@dataclass(frozen=True, slots=True)
class ExploitFile:
    """The exploit of the phase *break*, which counts its own revisions."""

    workspace: Workspace
    begun: str
    path: str = EXPLOIT
    phase: Phase = Phase.BREAK

    def load(self) -> Stored:
        """Return the exploit as it is stored, or as the lab begins it."""
        exploit = Exploit.objects.filter(workspace=self.workspace).first()
        if exploit is None:
            return Stored(self.begun, 0, 0, timezone.now())
        return Stored(exploit.text, exploit.revision, exploit.revision, exploit.saved_at)

    def store(self, text: str) -> Saved:
        """Store the text at the exploit's next revision."""
        self.workspace.save(update_fields=["touched_at"])
        revision = self.load().revision + 1
        exploit, _ = Exploit.objects.update_or_create(
            workspace=self.workspace, defaults={"text": text, "revision": revision}
        )
        return Saved(exploit.revision, exploit.saved_at)


def exploit_begun(lab: Lab, phase: Break) -> str:
    """Return the ``exploit.py`` that a learner of the lab begins with."""
    return (lab.folder / phase.starter).read_text(encoding="utf-8") if phase.starter else ""


def exploit_of(workspace: Workspace | None, lab: Lab, phase: Break) -> tuple[str, int]:
    """Return the learner's ``exploit.py`` and its revision."""
    begun = exploit_begun(lab, phase)
    if workspace is None:
        return begun, 0
    stored = ExploitFile(workspace, begun).load()
    return stored.text, stored.revision
