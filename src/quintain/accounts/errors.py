"""What can go wrong with people and signing in.

Refused
├── CodeUnknown       the code is wrong, used or expired
├── LastOperator      nobody would be left who runs the server
├── NameUnfit         the name cannot be shown
├── PersonUnknown     nobody has this username, or the account is closed
├── TooManyWrongCodes as the first, and many were wrong in the last minute
├── TooManyTries      wrong passwords or codes were tried too often
├── TooBusy           more people sign in at once than the server computes hashes for
├── TooManyExports    personal data was asked for again and again
├── ExportBusy        another export is being made
├── ExportTooLarge    there is more data than an answer takes
├── NoWayToConfirm    the person has nothing to confirm with that it is them
├── ConfirmAtProvider the provider of single sign-on is to ask once more
├── InvitationUnknown the invitation is used or expired
├── AccountClosed     the person may not sign in any more
├── FactorNeeded      the person must set up a second factor first
├── ProviderSilent    the provider of single sign-on does not answer
├── SignOnRefused     what it answered proves nothing
├── IdentityTaken     somebody else has connected this account of the provider
├── IdentityPresent   the person has connected another one
└── LastWayIn         the person could not sign in any more
"""

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from quintain.web.refusals import Malformed, Refused, TooFast
from quintain.web.waiting import wait_and_try_again


class CodeUnknown(Refused):
    """The sign-in code is none that this server has given, or is not good any more."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This sign-in link is used, expired or of another server."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )


class TooManyWrongCodes(TooFast):
    """A wrong code after many others. A good code is never refused for that."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Many wrong sign-in links were tried in the last minute."),
            gettext("Get a fresh one: press Enter in the terminal where Quintain runs, or run: quintain link"),
        )


class LastOperator(Refused):
    """Nobody would be left who runs this server."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This person is the only operator of this server."),
            gettext("Make another person an operator first."),
        )


class PersonUnknown(Refused):
    """Nobody has this username, or the account is closed."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("Nobody on this server has this username, or the account is closed."),
            gettext("`quintain user list` shows all usernames."),
        )


class NameUnfit(Malformed):
    """The name is empty or too long, or it would spoil the lists in which it is shown."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or gettext("This name cannot be shown."),
            gettext("Write a name of 1 to 80 letters, without control characters."),
        )


class TooBusy(Refused):
    """More people sign in at once than the server computes hashes for."""

    status: ClassVar[int] = 503

    def __init__(self) -> None:
        super().__init__(
            gettext("Many people sign in at this moment."), gettext("Wait a few seconds, then send the form again.")
        )


class TooManyTries(TooFast):
    """Wrong secrets were tried too often. The same is said of names that nobody has."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("There were too many wrong tries."),
            wait_and_try_again(seconds),
            {"seconds": seconds},
        )


class TooManyExports(TooFast):
    """Personal data was exported, or its erasure asked for, again and again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("You asked for this several times within the last minutes."),
            wait_and_try_again(seconds),
            {"seconds": seconds},
        )


class ExportBusy(Refused):
    """Another export is being made."""

    status: ClassVar[int] = 503

    def __init__(self) -> None:
        super().__init__(
            gettext("The server is making another export at this moment."),
            gettext("Wait a minute, then ask for it again."),
        )


class ExportTooLarge(Refused):
    """There is more data than an answer takes."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This export is larger than 32 MiB, and is not made by the browser."),
            gettext("The person who runs this server can make it with: quintain person export"),
        )


class NoWayToConfirm(Refused):
    """The person has nothing to confirm with that it is them."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This has to be confirmed, and your account has neither a password nor a passkey."),
            gettext("Set a password on the page of your account first."),
        )


class ConfirmAtProvider(Refused):
    """The provider of single sign-on is to ask once more who the person is."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This has to be confirmed by the provider with which you sign in."),
            gettext("Open {address} on this server, sign in there once more, then send the form again.").format(
                address=reverse("provider-confirm")
            ),
        )


class InvitationUnknown(Refused):
    """The code invites nobody, or does so no more."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This invitation is used, expired or of another server."),
            gettext("Ask the person who invited you for a new one."),
        )


class AccountClosed(Refused):
    """The person may not sign in any more."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(gettext("This account is closed."), gettext("Ask your instructor."))


class FactorNeeded(Refused):
    """The person's role needs a second factor, and they have none."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("Your role on this server needs a second factor."),
            gettext("Open any page of the course: it leads you to where you set one up. Then come back."),
        )


class ProviderSilent(Refused):
    """The provider of single sign-on does not answer, or not as it should."""

    status: ClassVar[int] = 503

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("%(name)s does not answer, or not in a way that can be used.") % {"name": name},
            gettext("Try again in a minute. If you have a password or a passkey here, sign in with that."),
        )


class SignOnRefused(Refused):
    """What the provider answered does not prove who somebody is, or not for this sign-in."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("This sign-in was not completed: its answer is old, used, or not for this browser."),
            gettext("Go back to the sign-in page and begin again."),
        )


class IdentityTaken(Refused):
    """Somebody else has connected this account of the provider."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This account of the provider belongs to another person here."),
            gettext("Sign out at the provider, then begin again with your own account there."),
        )


class IdentityPresent(Refused):
    """The person has connected another account of the provider."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("You have connected another account of the provider."),
            gettext("Disconnect that one on your account page first."),
        )


class LastWayIn(Refused):
    """Without it, the person could not sign in any more."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This is the only way in which you can sign in."),
            gettext("Set a password, or add another passkey that can sign in alone. Then try again."),
        )
