"""What the API answers with, field by field. A field that is not named here does not leave the server."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_noop
from ninja import Field, Schema


def _says(sentence: str) -> Any:  # Any: as pydantic types its fields
    return Field(..., description=sentence)


class OwnerResource(Schema):
    """The person whose token asks."""

    id: UUID = _says(gettext_noop("The person's id, which is for always."))
    name: str = _says(gettext_noop("The name by which the person is shown."))
    username: str = _says(gettext_noop("The name with which the person signs in."))


class TokenResource(Schema):
    """The token itself."""

    name: str = _says(gettext_noop("The name of the token."))
    scopes: list[str] = _says(gettext_noop("What the token may read."))
    class_id: UUID | None = _says(gettext_noop("The only class that it reads; null for all of its owner."))
    created_at: datetime = _says(gettext_noop("When it was made."))
    expires_at: datetime = _says(gettext_noop("When it ends."))
    owner: OwnerResource


class ClassResource(Schema):
    """A class."""

    id: UUID = _says(gettext_noop("The id of the class."))
    title: str = _says(gettext_noop("Its title."))
    course: str = _says(gettext_noop("The id of the course pack that is taught."))
    starts_on: date = _says(gettext_noop("The first day."))
    ends_on: date = _says(gettext_noop("The last day."))
    time_zone: str = _says(gettext_noop("The time zone of its days, by its name in the IANA database."))
    seats: int = _says(gettext_noop("How many seats it has."))
    seats_taken: int = _says(gettext_noop("How many of them are taken."))
    is_joining_open: bool = _says(gettext_noop("Whether people can join."))
    closed_modules: list[str] = _says(gettext_noop("Ids of the modules that students do not see yet."))
    created_at: datetime = _says(gettext_noop("When it was made."))
    archived_at: datetime | None = _says(gettext_noop("When it was archived; null while it goes on."))


class MemberResource(Schema):
    """A person of a class."""

    person_id: UUID = _says(gettext_noop("The person's id, which other lists of the class name."))
    name: str = _says(gettext_noop("The name by which the person is shown."))
    username: str = _says(gettext_noop("The name with which the person signs in."))
    role: Literal["instructor", "student"] = _says(gettext_noop("What the person is in the class."))
    seat: int | None = _says(gettext_noop("The number of a student's seat; null for nobody who has one."))
    since: datetime = _says(gettext_noop("When the person came into the class."))


class PhaseResource(Schema):
    """The time that a student spent in one phase of a lab."""

    phase: str = _says(gettext_noop("find, break or fix."))
    started_at: datetime = _says(gettext_noop("When it began."))
    ended_at: datetime | None = _says(gettext_noop("When it ended; null while it goes on."))


class ProgressResource(Schema):
    """A student in a lab that they have begun."""

    person_id: UUID = _says(gettext_noop("The student."))
    lab: str = _says(gettext_noop("The name of the lab's folder."))
    lab_id: UUID = _says(gettext_noop("The lab's id, which stays if the folder is renamed."))
    title: str = _says(gettext_noop("The lab's title."))
    phase: Literal["find", "break", "fix", "seen", "proven"] = _says(
        gettext_noop("The phase in which the student is; seen if they looked at a sound fix and have proven none.")
    )
    phases: list[PhaseResource] = _says(gettext_noop("The phases so far."))
    attempts: int = _says(gettext_noop("How many attempts the judge has judged."))
    attacks: int = _says(gettext_noop("How many attacks the last attempt met."))
    attacks_stopped: int = _says(gettext_noop("How many of them it stopped."))
    hints: int = _says(gettext_noop("How many hints were asked for."))
    begun_at: datetime = _says(gettext_noop("When the student began."))
    last_attempt_at: datetime | None = _says(gettext_noop("When the last attempt was made."))
    proven_at: datetime | None = _says(gettext_noop("When the lab was proven."))


class AttemptResource(Schema):
    """An attempt, and what came of it."""

    id: UUID = _says(gettext_noop("The id of the attempt."))
    person_id: UUID = _says(gettext_noop("The student."))
    lab: str = _says(gettext_noop("The name of the lab's folder."))
    lab_id: UUID = _says(gettext_noop("The lab's id, which stays if the folder is renamed."))
    number: int = _says(gettext_noop("The number of the attempt at this lab, from 1."))
    state: Literal["waiting", "running", "finished", "failed"] = _says(
        gettext_noop("How far the judge is; failed means that the judge itself broke down.")
    )
    result: str = _says(gettext_noop("proven, still-open or broken; empty before the verdict."))
    attacks: int = _says(gettext_noop("How many attacks the fix met."))
    attacks_stopped: int = _says(gettext_noop("How many of them it stopped."))
    created_at: datetime = _says(gettext_noop("When it was handed in."))
    finished_at: datetime | None = _says(gettext_noop("When the judge had judged it."))


class ResultResource(Schema):
    """Right answers of a student."""

    person_id: UUID = _says(gettext_noop("The student."))
    entry_right: int | None = _says(gettext_noop("Right answers of the entry test; null if it was not taken."))
    exit_right: int | None = _says(gettext_noop("Right answers of the exit test; null if it was not taken."))
    test_questions: int = _says(gettext_noop("How many questions each of the two tests has."))
    quiz_answers: int = _says(gettext_noop("How many questions of quizzes were answered."))
    quiz_right: int = _says(gettext_noop("To how many of them the newest answer is right."))


class IssuedResource(Schema):
    """A certificate."""

    code: str = _says(gettext_noop("The code of its public page, /c/CODE."))
    issued_at: datetime = _says(gettext_noop("When it was issued."))
    revoked_at: datetime | None = _says(gettext_noop("When it was revoked; null if it is valid."))


class CertificateResource(Schema):
    """A student, and how far they are on the way to a certificate."""

    person_id: UUID = _says(gettext_noop("The student."))
    is_earned: bool | None = _says(
        gettext_noop("Whether enough is done; null if the class has no certificates, or the student no seat any more.")
    )
    labs_proven: int | None = _says(gettext_noop("How many of the labs that count are proven."))
    labs_needed: int | None = _says(gettext_noop("How many are needed."))
    certificate: IssuedResource | None = _says(gettext_noop("The newest certificate; null if none was issued."))


class ClassPage(Schema):
    """A page of classes."""

    items: list[ClassResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class RosterPage(Schema):
    """A page of people."""

    items: list[MemberResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class ProgressPage(Schema):
    """A page of students in labs."""

    items: list[ProgressResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class AttemptPage(Schema):
    """A page of attempts."""

    items: list[AttemptResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class ResultPage(Schema):
    """A page of results."""

    items: list[ResultResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class CertificatePage(Schema):
    """A page of students with certificates, or on the way to them."""

    items: list[CertificateResource]
    total: int = _says(gettext_noop("How many items the whole list has."))


class FieldProblem(Schema):
    """A parameter that cannot be used."""

    where: str = _says(gettext_noop("query or path."))
    name: str = _says(gettext_noop("The name of the parameter."))
    message: str = _says(gettext_noop("What is wrong with it."))


class Problem(Schema):
    """Why a request was refused, as RFC 9457 has it."""

    type: str = _says(gettext_noop("The kind of problem, an address on the page /api/."))
    title: str = _says(gettext_noop("The kind of problem in words."))
    status: int = _says(gettext_noop("The status of the answer."))
    detail: str = _says(gettext_noop("What happened."))
    remedy: str = _says(gettext_noop("What to do next."))
    errors: list[FieldProblem] | None = Field(
        None, description=gettext_noop("The parameters that cannot be used, of status 422.")
    )
    fault: str | None = Field(None, description=gettext_noop("An id to quote to who runs the server, of status 500."))
