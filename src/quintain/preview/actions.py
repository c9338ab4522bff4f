"""Starts and ends programs and terminals."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.sessions import ending
from quintain.attempts.actions import files_of
from quintain.attempts.judging.judges import current_judge
from quintain.attempts.queries import find_workspace
from quintain.attempts.reports.submission_report import group_name
from quintain.cells.partitions import hold_of
from quintain.cells.this_cell import THIS_CELL, holds_lost, watch
from quintain.packs.model.lab import Lab
from quintain.preview import screens
from quintain.preview.errors import NothingToBreak, NothingToShow
from quintain.preview.hosts import Address, Code
from quintain.preview.messages import ProgramNews
from quintain.preview.programs import News, Program, Programs
from quintain.preview.tickets import Access
from quintain.web import live

if TYPE_CHECKING:  # the judge is loaded by its first job, so that pages do not wait for it
    from quintain.judge.interactive.app_preview import AppPreview
    from quintain.judge.interactive.terminals import Terminal

PROGRAMS: Programs["AppPreview"] = Programs()
TERMINALS: Programs["Terminal"] = Programs()


class Judge(Protocol):
    """The judge as this room sees it."""

    def open_preview(self, lab: Lab, files: Mapping[str, str], *, watch: Callable[[], None]) -> "AppPreview":
        """Start a web app."""

    def open_terminal(self, lab: Lab, files: Mapping[str, str]) -> "Terminal":
        """Open a terminal."""


def start(user: User, lab: Lab, address: Address, code: Code = Code.SAVED) -> Program["AppPreview"]:
    """Have the saved files of a lab, or the original ones, run, unless they do.

    Raises:
        NothingToShow: The lab has no web app.
        NothingToBreak: Its original code is nothing to attack.
        HouseFull: All places are taken.
        Moved: Another cell has the learner's class.

    """
    if not lab.run.profile.is_web:
        raise NothingToShow
    hold = hold_of(user)
    files = _files(user, lab, code)
    group = group_name(user.pk, lab.uuid)
    judge = cast("Judge", current_judge())

    def tell(news: News) -> None:
        message = ProgramNews(code.value, news.phase.value, news.words, news.printed.text, news.printed.is_cut)
        live.publish(group, asdict(message))

    return PROGRAMS.start(
        Program(
            owner=user.pk,
            access=Access(address.label),
            page=address.page,
            contents=((lab.digest, code), files),
            open=lambda watch: judge.open_preview(lab, files, watch=watch),
            tell=tell,
            read=lambda preview: preview.output(),
            session=address.session,
            hold=hold,
        )
    )


def open_terminal(
    user: User, lab: Lab, *, fresh: bool, session: str = "", code: Code = Code.SAVED
) -> Program["Terminal"]:
    """Return the learner's terminal of a lab, opened with its files if there is none, or another one is wanted.

    Raises:
        NothingToBreak: The original code of the lab is nothing to attack.
        HouseFull: All places are taken.
        Moved: Another cell has the learner's class.

    """
    hold = hold_of(user)
    files = _files(user, lab, code)
    had = TERMINALS.of(user.pk)
    if fresh and had is not None:
        had.replace()
    judge = cast("Judge", current_judge())
    return TERMINALS.start(
        Program(
            owner=user.pk,
            access=Access(f"terminal-{lab.uuid}-{code}"),
            page="",
            contents=((lab.digest, code), {}),  # whatever was saved since: what was typed in it must not be lost
            open=lambda _watch: judge.open_terminal(lab, files),
            tell=lambda _news: live.run_in_loops(lambda: screens.settle(user.pk)),  # an open socket sees for itself
            kind="terminal",
            session=session,
            hold=hold,
        )
    )


def program_of(user: User, lab: Lab, code: Code = Code.SAVED) -> Program["AppPreview"] | None:
    """Return the learner's program of a lab, at work or over."""
    program = PROGRAMS.of(user.pk)
    return program if program is not None and program.contents[0] == (lab.digest, code) else None


def _files(user: User, lab: Lab, code: Code) -> dict[str, str]:
    """Return what runs of the files that learners change.

    Raises:
        NothingToBreak: The original code is wanted of a lab without the phase *break*.

    """
    if code is Code.SAVED:
        return files_of(find_workspace(user, lab), lab)
    if lab.break_ is None:
        raise NothingToBreak
    return files_of(None, lab)


def stop(user: User, address: Address) -> None:
    """End the program at an address, if it is at work; another lab's stays."""
    program = PROGRAMS.of(user.pk)
    if program is not None and program.access.label == address.label:
        program.end(gettext("The program was stopped, because its page was left."))


def _sessions_at_work() -> Iterable[str]:
    return PROGRAMS.sessions() | TERMINALS.sessions()


async def _end_with_session(*, session: str, **_: object) -> None:
    for places in (PROGRAMS, TERMINALS):
        places.end_session(session)


async def _end_lost(**_: object) -> None:
    for places in (PROGRAMS, TERMINALS):
        places.end_lost(THIS_CELL.has)


ending.watch(_sessions_at_work)
ending.session_ended.connect(_end_with_session)
watch(lambda: [*PROGRAMS.holds(), *TERMINALS.holds()])
holds_lost.connect(_end_lost)
