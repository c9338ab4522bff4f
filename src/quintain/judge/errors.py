"""Everything that can go wrong, and whose fault it is.

SuspectFault            the suspect's; in a test it is a failure, in an attack it counts for or against
├── Raised              it raised an exception: a refusal
├── Died                it is gone: anyone who can send this can kill the service
├── TimedOut            it did not answer in time
└── Garbled             it answered in no language that the judge speaks
AuthorMistake           the lab author's; always an error, never a verdict
├── UnknownCanary       no such canary in lab.toml
├── UnplantedCanary     the canary is in no file of the box, so it could never leak
├── Unsendable          an argument of box.call cannot cross into the box as it is
├── RuntimeLacks        the lab's own code imports a package that its runtime does not have
└── LabBroken           a test or exploit file cannot be loaded, or breaks the rules of the format
JudgeFault              ours: the box could not be furnished, time ran out
├── Silenced            what the suspect's interpreter does cannot be heard any more; no verdict, and never a pass
├── TooBusy             the machine gave the suspect too little processor time to answer
└── Unwatchable         the suspect does what the scheduler of a race cannot follow; no verdict, and never a pass
SubmissionRefused       the submission is no mapping of editable text files
"""

from quintain.judge.harness.inside.values import Thrown


class SuspectFault(Exception):  # noqa: N818  a fault is what it is
    """Something that the suspect did, or failed to do; ``printed`` is what it had printed, if that is read at all."""

    printed: bytes = b""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Raised(SuspectFault):
    """The suspect raised an exception; class names, text and place are data."""

    def __init__(self, thrown: Thrown) -> None:
        text = thrown.text.strip()
        super().__init__(f"{thrown.names[0]}: {text}" if text else thrown.names[0])
        self.thrown = thrown

    @property
    def names(self) -> tuple[str, ...]:
        """Class names of the exception, its own first: ``("KeyError", "LookupError", "Exception", …)``."""
        return self.thrown.names

    @property
    def text(self) -> str:
        """The exception's own words."""
        return self.thrown.text


class Died(SuspectFault):
    """The suspect's program ended, or cut the connection."""


class TimedOut(SuspectFault):
    """The suspect did not answer before the deadline, or ``worked`` for more processor time than it may."""

    def __init__(self, message: str, *, worked: bool = False) -> None:
        super().__init__(message)
        self.worked = worked


class Garbled(SuspectFault):
    """What came from the suspect was no answer: wrong frame, wrong id, too large, or sent unasked."""


class AuthorMistake(Exception):  # noqa: N818  a mistake is what it is
    """The lab is wrong, not the learner and not the judge."""

    id = "judge.E001"


class UnknownCanary(AuthorMistake, AttributeError):  # noqa: N818  as above
    """lab.toml knows no canary of this name."""

    id = "judge.E002"


class UnplantedCanary(AuthorMistake):
    """The canary is drawn, but is in no file of the box."""

    id = "judge.E003"


class Unsendable(AuthorMistake, ValueError):  # noqa: N818  as above
    """An argument is no built-in value of exact type, so that it would arrive as something else."""

    id = "judge.E006"


class RuntimeLacks(AuthorMistake):
    """The lab's own code imports a package that its runtime does not have."""

    id = "judge.E007"


class LabBroken(AuthorMistake):
    """A file of the lab cannot be used as the format wants it."""

    id = "judge.E004"


class JudgeFault(Exception):  # noqa: N818  a fault is what it is
    """The judge could not do its work."""

    id = "judge.E010"
    remedy = "Try again; if it stays, 'quintain doctor' shows what is wrong."


class TooBusy(JudgeFault):
    """The suspect was ready to answer, and got no processor."""

    id = "judge.E014"
    remedy = "Submit again when the machine is less busy."


class Unwatchable(JudgeFault):
    """The suspect does something that the judge cannot follow, so its repelling proves nothing."""

    id = "judge.E013"
    remedy = "Do the work in one Python program and one interpreter: all that the functions of os do can be watched."


class Silenced(JudgeFault):
    """The suspect keeps from the judge what its interpreter does, so that nothing was heard proves nothing."""

    id = "judge.E015"
    remedy = (
        "Leave audit events, traces of statements and the judge's own objects alone, start no other program, "
        "and do not end with os._exit."
    )

    def __init__(self, event: str) -> None:
        super().__init__(f"The judge cannot hear whether {event!r} happens in your program.")


class SubmissionRefused(ValueError):  # noqa: N818  it names what happened
    """The submitted files are not what the lab lets the learner change."""
