"""``quintain user``: accounts of a classroom, made and closed on the machine that serves it.

Anybody who can write into the data folder can do this. The audit log has each act, without an actor.
"""

from pathlib import Path

import click

from quintain.cli.accounts import data_option, opened, plain_refusals
from quintain.cli.places import command
from quintain.cli.tables import print_table

ROLES = ("operator", "instructor", "author")


@click.group()
def user() -> None:
    """Accounts of a classroom: add, list, invite again, close, reset a lost second factor.

    The commands work beside a running server. Where serve has --data, give them the same.
    """


@user.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person may do on this server.")
@click.option("--username", default="", help="The name to sign in with; without it, made from NAME.")
@data_option
@plain_refusals
def add(name: str, role: str, username: str, data: Path | None) -> None:
    """Make an account for NAME, and print the link by which that person sets a password."""
    with opened(data) as url:
        from quintain.accounts.people.actions import add_person  # noqa: PLC0415  needs the settings

        invited = add_person(name, role, username=username)
        _print_invitation(url, invited.person.username, invited.code)


@user.command()
@click.argument("username")
@data_option
@plain_refusals
def invite(username: str, data: Path | None) -> None:
    """Print a fresh invitation for USERNAME; earlier ones are good no more."""
    with opened(data) as url:
        from quintain.accounts.people.actions import find_person, invite_again  # noqa: PLC0415  needs the settings

        invited = invite_again(find_person(username), by=None)
        _print_invitation(url, invited.person.username, invited.code)


@user.command()
@click.argument("username")
@data_option
@plain_refusals
def close(username: str, data: Path | None) -> None:
    """Close the account of USERNAME: no sign-in any more, and all its sessions end. What the person did stays."""
    with opened(data):
        from quintain.accounts.people.actions import close_account, find_person, has_operator  # noqa: PLC0415  needs settings

        ended = close_account(find_person(username), by=None)
        click.echo(f"The account {username} is closed. Sessions that ended: {ended}.")
        if not has_operator():
            add = command("user", "add", "NAME", "--role", "operator")
            click.echo(f"Nobody operates this server now. Add somebody: {add}")


@user.command("reset-factor")
@click.argument("username")
@data_option
@plain_refusals
def reset_factor(username: str, data: Path | None) -> None:
    """Remove the second factor of USERNAME, who has lost it: the password alone signs in, and all its sessions end."""
    with opened(data):
        from quintain.accounts.people.actions import reset_lost_factors  # noqa: PLC0415  needs the settings

        removed = reset_lost_factors(username)
        click.echo(
            f"The second factor of {username} is removed, and its sessions have ended."
            if removed
            else f"{username} had no second factor. Its sessions have ended."
        )


@user.command("list")
@data_option
@plain_refusals
def list_(data: Path | None) -> None:
    """List all accounts with their roles."""
    with opened(data):
        from quintain.accounts.models import User  # noqa: PLC0415  needs the settings

        people = User.objects.order_by("username").prefetch_related("memberships__in_class")
        rows = [
            (
                person.username,
                person.display_name,
                ", ".join(
                    f"{each.role} of {each.in_class.title}" if each.in_class else str(each.role)
                    for each in person.memberships.all()
                ),
                _state(is_active=person.is_active, has_password=person.has_usable_password()),
            )
            for person in people
        ]
    add = command("user", "add", "NAME", "--role", "operator")
    print_table(("username", "name", "roles", "state"), rows, f"No accounts yet: {add}")


def _state(*, is_active: bool, has_password: bool) -> str:
    if not is_active:
        return "closed"
    return "open" if has_password else "no password yet"


def _print_invitation(url: str, username: str, code: str) -> None:
    click.echo(f"Username: {username}")
    click.echo("This link is good once, and for 14 days. Give it to this person alone:")
    click.echo(f"\n  {url}/invitation/#{code}\n")
