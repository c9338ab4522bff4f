"""Why something about certificates is refused.

Refused
├── NotEarned          something is missing
├── IssuedAlready      there is a valid one
├── RevokedForGood     the last one was revoked, and no other may be issued
├── HolderUnfit        the name cannot be on a certificate
├── NothingToRevoke    it is revoked already
├── RequirementUnfit   what was typed earns nothing
├── ListFull           all places of the status list are taken
├── CannotTypeset      the server makes no PDF, or not at the moment
├── TooManyIssued      the same person asks again and again
├── TooManyNames       the same person tries one name after another
└── TooManyCodes       the same address has asked for many pages that do not exist
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.certificates.requirements import MOST_LABS
from quintain.web.refusals import Malformed, Refused, TooFast
from quintain.web.waiting import wait_and_try_again


class NotEarned(Refused):
    """Something is missing."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("You have not earned the certificate yet."), gettext("Its page says what is still missing.")
        )


class IssuedAlready(Refused):
    """There is a valid one, or another request was faster."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("You have a valid certificate already."),
            gettext("Take it back first if you want another name on it."),
        )


class RevokedForGood(Refused):
    """The last one was revoked for good."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Your certificate was revoked, and no other one may be issued."),
            gettext("Ask your instructor, or the person who runs this server."),
        )


class HolderUnfit(Malformed):
    """The name cannot be on a certificate; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, gettext("Write your name as you want others to read it."))


class NothingToRevoke(Refused):
    """Somebody else was faster, or the page is old."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This certificate is revoked already. Nothing was changed."), gettext("Reload the page.")
        )


class RequirementUnfit(Malformed):
    """A number is out of range."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This cannot be asked for."),
            gettext("Write a number of labs from 1 to %(most)s, and a share from 0 to 100 percent.")
            % {"most": MOST_LABS},
        )


class ListFull(Refused):
    """All places of the status list are taken."""

    status: ClassVar[int] = 503

    def __init__(self) -> None:
        super().__init__(
            gettext("This server has issued as many certificates as it can."), gettext("Tell the person who runs it.")
        )


class CannotTypeset(Refused):
    """The PDF cannot be made: not on this server, or not at the moment."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = gettext_noop("No PDF")

    def __init__(self, *, is_lasting: bool) -> None:
        if is_lasting:
            super().__init__(
                gettext("This server cannot make the PDF of a certificate."),
                gettext("The person who runs it installs what is missing: pip install “quintain[courseware]”."),
            )
        else:
            super().__init__(
                gettext("The PDF could not be made. No certificate was issued."), gettext("Try again in a minute.")
            )


class TooManyIssued(TooFast):
    """A certificate takes a place of the status list for ever."""

    title: ClassVar[str] = gettext_noop("Several certificates already")

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("You have had several certificates issued within a short time."),
            wait_and_try_again(seconds),
        )


class TooManyNames(TooFast):
    """Each name that is tried is typeset."""

    title: ClassVar[str] = gettext_noop("Many names already")

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("You have tried many names within a short time. No certificate was issued."),
            wait_and_try_again(seconds),
        )


class TooManyCodes(TooFast):
    """Guessing codes is slowed down."""

    title: ClassVar[str] = gettext_noop("Too many codes")

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("From your network, many certificates were asked for that do not exist."),
            wait_and_try_again(seconds),
        )
