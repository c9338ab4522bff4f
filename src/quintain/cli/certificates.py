"""``quintain certificate``: the key that signs certificates, and revocation by the operator."""

from pathlib import Path

import click

from quintain.cli.accounts import data_option, opened, plain_refusals
from quintain.cli.places import command
from quintain.server.starting import StartRefused


@click.group()
def certificate() -> None:
    """Certificates of the course: a new signing key, revocation. The commands work beside a running server."""


@certificate.command("rotate-key")
@click.option("--compromised", is_flag=True, help="Somebody else may have the key: nothing that it signed counts more.")
@data_option
@plain_refusals
def rotate_key(data: Path | None, *, compromised: bool) -> None:
    """Sign with a new key from now on; certificates that were issued stay valid."""
    with opened(data):
        from quintain.accounts.audit import Action, record  # noqa: PLC0415  needs the settings
        from quintain.certificates.key_store import place, rotate  # noqa: PLC0415  as above
        from quintain.certificates.keys import KeysUnreadable  # noqa: PLC0415  as above

        try:
            ring = rotate(is_compromised=compromised)
        except (KeysUnreadable, OSError) as error:
            raise StartRefused(f"The keys in {place()} cannot be changed: {error}", "Bring back your backup.") from None
        record(Action.ROTATE_CERTIFICATE_KEY, actor=None, compromised=compromised)
        click.echo(f"New certificates are signed with the key {ring.current.public.kid}.")
        if compromised:
            click.echo("No certificate that was issued before can be checked any more without this server.")
            revoke = command("certificate", "revoke", "CODE", "--allow-another")
            click.echo(f"Revoke them, and allow others to be issued: {revoke}")
        else:
            click.echo(
                f"Keys that still check certificates: {len(ring.public)}. Replace the copies that you keep elsewhere."
            )


@certificate.command()
@click.argument("code")
@click.option("--allow-another", is_flag=True, help="Its person may have another one issued.")
@data_option
@plain_refusals
def revoke(code: str, data: Path | None, *, allow_another: bool) -> None:
    """Revoke the certificate with the code CODE, which is at the end of its page's address."""
    with opened(data, as_it_is=True):
        from quintain.certificates.actions import revoke as revoke_certificate  # noqa: PLC0415  needs the settings
        from quintain.certificates.queries import find_by_code  # noqa: PLC0415  as above

        found = find_by_code(code) if "\0" not in code else None
        if found is None:
            raise StartRefused("There is no certificate with this code.", "Compare it with the PDF, letter by letter.")
        revoke_certificate(found.certificate, may_issue_again=allow_another, by=None)
        click.echo(f"The certificate {found.certificate.code} is revoked. Its page and the status list say so.")
