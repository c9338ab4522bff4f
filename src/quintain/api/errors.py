"""Why the API, or the page of its tokens, says no.

Refused
├── TokenUnfit       the form of a new token cannot be used
├── TooManyTokens    a person has as many as they may have
├── TokenUnknown     no such token, or it has expired
├── NoToken          the request has none, or none that can be read
├── ScopeMissing     the token does not have the scope
├── FactorMissing    its owner must set up a second factor first
├── TooManyRequests  the token was used too often
└── FieldsUnfit      a parameter cannot be used
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext, ngettext

from quintain.api.scopes import Scope
from quintain.web.refusals import Malformed, Refused, TooFast

MOST_FAULTS: Final = 20
"""Parameters that an answer names: an address may have hundreds that nobody knows."""


class TokenUnfit(Malformed):
    """The form of a new token cannot be used."""


class TooManyTokens(Refused):
    """A person has as many tokens as they may have."""

    status: ClassVar[int] = 409

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("You have %(most)s tokens, which is as many as you may have.") % {"most": most},
            gettext("Revoke one that no program uses."),
        )


class Unproven(Refused):
    """Who asks is not known. ``error`` is what RFC 6750, section 3.1, calls it; empty where nothing was shown."""

    status: ClassVar[int] = 401
    error: ClassVar[str] = ""


class NoToken(Unproven):
    """The request has no token."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The request has no token."),
            gettext("Send one in the header “Authorization: Bearer quintain_…”. Cookies are not read."),
        )


class TokenUnknown(Unproven):
    """No such token, or it has expired, or its owner's account is closed; which of them, the answer does not tell."""

    error: ClassVar[str] = "invalid_token"

    def __init__(self) -> None:
        super().__init__(
            gettext("This token is unknown, revoked or expired."),
            gettext("Make a new one on the page “API tokens” of your account."),
        )


class ScopeMissing(Refused):
    """The token does not have the scope."""

    status: ClassVar[int] = 403

    def __init__(self, scope: Scope) -> None:
        super().__init__(
            gettext("This token does not have the scope %(scope)s.") % {"scope": scope},
            gettext("Make a token that has it on the page “API tokens” of your account."),
        )
        self.scope = scope


class FactorMissing(Refused):
    """The owner must set up a second factor first."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("The owner of this token must set up a second factor first."),
            gettext("Sign in, and set one up on the page of your account."),
        )


class TooManyRequests(TooFast):
    """The token was used too often, or many wrong ones came from this address."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            gettext("Too many requests."),
            ngettext("Wait %(seconds)s second, then try again.", "Wait %(seconds)s seconds, then try again.", seconds)
            % {"seconds": seconds},
            {"seconds": seconds},
        )
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A parameter that cannot be used: where it was (``query``, ``path``), its name, and what is wrong with it."""

    where: str
    name: str
    message: str


class FieldsUnfit(Refused):
    """A parameter cannot be used."""

    status: ClassVar[int] = 422

    def __init__(self, faults: tuple[FieldFault, ...]) -> None:
        super().__init__(
            gettext("A parameter of the request cannot be used."),
            gettext("“errors” names each of them; the page /api/ says what it takes."),
        )
        self.faults = faults
