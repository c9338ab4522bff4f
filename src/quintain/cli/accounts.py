"""What the commands for people and classes share: the data folder, the database beside a running server, refusals."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Final

import click

from quintain.cli.backup import data_option
from quintain.server.links import last_address, running_at
from quintain.server.starting import StartRefused, hold_folder, prepare_folder
from quintain.web.folder import named_folder

__all__ = ["data_option", "opened", "plain_refusals"]

NEW_CLASSROOM: Final = "https://ADDRESS-OF-THE-CLASSROOM"


def plain_refusals[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Have a command end with one line and status 1 where something refuses."""

    @wraps(command)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except StartRefused as refused:
            raise click.ClickException(f"{refused.sentence} {refused.remedy}") from None

    return refusing


@contextmanager
def opened(data: Path | None, *, as_it_is: bool = False) -> Iterator[str]:
    """Load the application on a data folder, whether a server runs or not, and give the classroom's address.

    A database that is missing is refused: an account in a folder that no server uses helps nobody. An older one is
    brought up to date; ``as_it_is`` refuses that as well, for commands about what is in there already.

    Raises:
        StartRefused: The folder or its database cannot be used, or a room refuses what was asked for.

    """
    folder = named_folder(data)
    os.umask(0o077)
    origin = running_at(folder)
    if not folder.database.is_file() and not os.environ.get("QUINTAIN_DATABASE_URL"):
        raise StartRefused(
            f"No classroom has the data folder {folder.root}.",
            "Give the --data of quintain serve. A new classroom makes its folder when it is served first.",
        )
    if origin is None:
        if not as_it_is:
            prepare_folder(folder)
        origin = last_address(folder)
    os.environ["QUINTAIN_CLASSROOM"] = "1"
    from quintain.server.database import bring_up_to_date, load_application, refusal_of, require_up_to_date  # noqa: PLC0415  only commands that need it load Django

    load_application(folder)
    from django.db import DatabaseError, connection  # noqa: PLC0415  as above

    from quintain.web.refusals import Refused  # noqa: PLC0415  as above

    try:
        if as_it_is:
            require_up_to_date()
        else:
            bring_up_to_date(folder, lambda: hold_folder(folder))
        yield origin if origin.startswith("https://") else NEW_CLASSROOM
    except Refused as refused:
        raise StartRefused(refused.sentence, refused.remedy) from None
    except DatabaseError as error:
        raise refusal_of(folder, error) from None
    finally:
        connection.close()
