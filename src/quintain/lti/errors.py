"""Why a launch, a platform or a selection is refused.

Refused
├── LaunchRefused     the message proves nothing, or not for this browser
├── PlatformUnknown   no platform of this name is connected
├── PlatformSilent    the platform does not answer
├── NotConnected      the course of the platform has no class here
├── NoRoleThere       the person is neither a learner nor an instructor there
├── SignInYourself    the account is one that no platform may sign in
├── LinkedAlready     the account, or the person of the platform, is linked otherwise
├── LaunchOver        what was begun by a launch was not ended in time
├── PlatformUnfit     what was entered about a platform cannot be used
└── RosterTooLong     a platform's list of members has more learners than the class takes
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.web.refusals import Malformed, Refused


class LaunchRefused(Refused):
    """The message proves nothing, or was meant for another browser. ``reason`` repeats nothing of the message."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = gettext_noop("Launch refused")

    def __init__(self, reason: str) -> None:
        super().__init__(
            gettext("What your learning platform sent proves nothing here, or is not good any more (%(reason)s).")
            % {"reason": reason},
            gettext(
                "Open the link in your course again. If it is refused again, show this page to who runs the server."
            ),
        )
        self.reason = reason


class PlatformUnknown(Refused):
    """No platform of this issuer and client id is connected."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = gettext_noop("Launch refused")

    def __init__(self) -> None:
        super().__init__(
            gettext("This learning platform is not connected with this classroom."),
            gettext(
                "The person who runs this server can connect it: issuer and client id must be the same on both sides."
            ),
        )


class PlatformSilent(Refused):
    """The platform does not answer, or not as it should."""

    status: ClassVar[int] = 503
    title: ClassVar[str] = gettext_noop("No answer")

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("%(name)s does not answer this server as it should.") % {"name": name},
            gettext("Wait a moment, then try again. If it stays, tell the person who runs this server."),
        )


class NotConnected(Refused):
    """The course of the platform has no class here yet."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = gettext_noop("Not connected yet")

    def __init__(self, title: str) -> None:
        super().__init__(
            gettext("The course “%(title)s” is not connected with a class here yet.") % {"title": title},
            gettext("The person who runs this server can choose the class now. Open the link again after that."),
        )


class NoRoleThere(Refused):
    """The person is neither a learner nor an instructor in the course."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("You are neither a learner nor an instructor in this course of your learning platform."),
            gettext("Ask your instructor there to give you one of these roles."),
        )


class SignInYourself(Refused):
    """The account runs the server or writes its courses; no platform may sign it in."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("Operators and authors are not signed in by a learning platform."),
            gettext("Sign in with your password, or use another account for this course."),
        )


class LinkedAlready(Refused):
    """One side of a link has another one."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This account, or yours on the learning platform, is linked with another one already."),
            gettext("Open the link in your course again."),
        )


class LaunchOver(Refused):
    """What was begun by a launch is not good any more, or is somebody else's."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This was begun too long ago, or in another browser."),
            gettext("Open the link in your course again."),
        )


class PlatformUnfit(Malformed):
    """What was entered about a platform cannot be used."""


class RosterTooLong(Refused):
    """A platform's list of members has more learners than the class takes."""

    status: ClassVar[int] = 409

    def __init__(self, learners: int) -> None:
        super().__init__(
            gettext("Nobody was added: the course has %(learners)s learners who are new, and the class takes fewer.")
            % {"learners": learners},
            gettext("Make a class for each group, or let learners come one by one from their course."),
        )
