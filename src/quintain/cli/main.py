"""The command ``quintain``: a group whose commands are imported only when one of them runs.

``quintain check`` must not wait for Django, nor ``quintain --help`` for anything.
"""

import signal
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

import click


class Place(NamedTuple):
    """Where a command lives, and the line that the list of commands shows for it."""

    module: str
    attribute: str
    summary: str


COMMANDS: Final[dict[str, Place]] = {
    "serve": Place("quintain.cli.serve", "serve", "Start the classroom and open it in the browser."),
    "judge": Place("quintain.cli.judge", "judge", "Judge on this machine what web processes elsewhere have queued."),
    "link": Place("quintain.cli.link", "link", "Print a fresh link that signs you in."),
    "user": Place("quintain.cli.user", "user", "Accounts of people: add, list, invite, close, reset a factor."),
    "class": Place("quintain.cli.classes", "classes", "Classes of a classroom: make one, list them."),
    "rejudge": Place("quintain.cli.rejudge", "rejudge", "Judge attempts again after their lab has changed."),
    "backup": Place("quintain.cli.backup", "backup", "Write all that a server needs to go on into one file."),
    "restore": Place("quintain.cli.backup", "restore", "Bring a data folder back from a backup."),
    "migrate-data": Place("quintain.cli.migrate_data", "migrate_data", "Move all rows to PostgreSQL, or back."),
    "person": Place("quintain.cli.person", "person", "Export or erase all that a server has of one person."),
    "certificate": Place(
        "quintain.cli.certificates", "certificate", "Certificates of the course: a new signing key, revocation."
    ),
    "verify": Place("quintain.cli.verify", "verify", "Check a certificate, without the server that issued it."),
    "doctor": Place("quintain.cli.doctor", "doctor", "Tell what this machine can do, and what it lacks."),
    "take": Place("quintain.cli.take", "take", "Write a lab as a folder for your own machine."),
    "grade": Place("quintain.cli.grade", "grade", "Judge a folder as a fix of a lab, and write reports for CI."),
    "new": Place("quintain.cli.new", "new", "Begin something new: a lab, or a whole pack."),
    "check": Place("quintain.cli.check", "check", "Prove labs: every fix gets the verdict that its author expects."),
    "mutate": Place("quintain.cli.mutate", "mutate", "Try attacks on sound fixes with one mistake in them."),
    "campaign": Place(
        "quintain.cli.campaign", "campaign", "Judge a lab's fixes with many seeds, and print what differs."
    ),
    "search": Place("quintain.cli.search", "search", "Search for calls by which a fix differs from all sound ones."),
    "pack": Place("quintain.cli.pack", "pack", "Course packs as files: build, sign, verify, install."),
    "preview": Place("quintain.cli.preview", "preview", "Show the pack in the browser, and reload it on every change."),
    "record": Place("quintain.cli.record", "record", "Run an exhibit's script: its numbers, and the figure of them."),
    "coverage": Place("quintain.cli.coverage", "coverage", "Tell what each topic of the course has, and lacks."),
    "book": Place("quintain.cli.book", "book", "Write the course to take home: PDF, EPUB or offline pages."),
    "translate": Place("quintain.cli.translate", "translate", "Translations of the interface and of a course."),
    "schemas": Place("quintain.cli.schemas", "schemas", "Write the JSON Schemas that editors use."),
}
if find_spec("quintain_tools"):  # in a clone; the wheel leaves it out
    COMMANDS["bundle"] = Place("quintain_tools.bundle", "bundle", "Make the scripts that browsers run of drawings.")
    COMMANDS["test"] = Place("quintain_tools.test", "test", "Run the gates and tests of Quintain itself.")


class Lazy(click.Group):
    """Knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of COMMANDS, which is the order of a first day."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; an unknown name is click's to report."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        place = COMMANDS[cmd_name]
        command = getattr(import_module(place.module), place.attribute)
        assert isinstance(command, click.Command), f"{place.module}:{place.attribute} is no command"  # noqa: S101  ours
        return command

    def invoke(self, ctx: click.Context) -> Any:  # click's type: what a command returns
        """Run a command; where only the judge is installed, say so in place of a traceback (deploy/grade.txt)."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if find_spec("django"):
                raise
            raise click.ClickException(
                f"{error.name} is not installed here: this installation has the judge and not the classroom.\n"
                "Install Quintain with all that it requires: uv tool install quintain"
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Write the list of commands from COMMANDS alone, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("quintain"), "--version", message="quintain %(version)s")
def main() -> None:
    """Quintain is a classroom in which Python developers find, break and fix insecure code.

    The judge attacks every fix in a sandbox, until the fix holds.
    """
    heed_signals()


def heed_signals() -> None:
    """Undo what a service manager, or another parent, may have left to this process.

    With SIGCHLD ignored nobody can wait for a program, so that no sandbox starts; a blocked SIGTERM ends no server.
    What is ignored otherwise stays so: that is how ``nohup`` and a shell's background keep a server running.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
