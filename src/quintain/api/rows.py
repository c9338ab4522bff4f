"""Turns what is read into what is answered."""

from quintain.accounts.models import User
from quintain.api import resources as said
from quintain.api.bearer import Caller
from quintain.api.queries import Attempt, Member, StudentResult, StudentWork
from quintain.certificates.queries import Earner
from quintain.cohorts.models import Class


def token_row(caller: Caller) -> said.TokenResource:
    """Return a token."""
    token = caller.token
    return said.TokenResource(
        name=token.name,
        scopes=list(token.scopes),
        class_id=token.in_class.pk if token.in_class else None,
        created_at=token.created_at,
        expires_at=token.expires_at,
        owner=_owner(caller.owner),
    )


def class_row(a_class: Class) -> said.ClassResource:
    """Return a class."""
    seats = list(a_class.seats.all())  # which `classes_of` has fetched for all
    return said.ClassResource(
        id=a_class.pk,
        title=a_class.title,
        course=a_class.course,
        starts_on=a_class.starts_on,
        ends_on=a_class.ends_on,
        time_zone=a_class.time_zone,
        seats=len(seats),
        seats_taken=sum(each.membership_id is not None for each in seats),
        is_joining_open=a_class.is_joining_open,
        closed_modules=list(a_class.closed_modules),
        created_at=a_class.created_at,
        archived_at=a_class.archived_at,
    )


def member_row(member: Member) -> said.MemberResource:
    """Return a person of a class."""
    person = member.person
    return said.MemberResource(
        person_id=person.pk,
        name=person.display_name,
        username=person.username,
        role="instructor" if member.role == "instructor" else "student",
        seat=member.seat,
        since=member.since,
    )


def progress_row(done: StudentWork) -> said.ProgressResource:
    """Return a student in a lab."""
    work, state = done.work, done.work.state
    return said.ProgressResource.model_validate(
        {
            "person_id": done.person,
            "lab": work.lab.slug,
            "lab_id": work.lab.uuid,
            "title": work.lab.title,
            "phase": work.phase,
            "phases": [{"phase": e.phase, "started_at": e.start, "ended_at": e.end} for e in work.spans],
            "attempts": state.tries,
            "attacks": state.attacks,
            "attacks_stopped": state.attacks_stopped,
            "hints": work.hints,
            "begun_at": work.spans[0].start,
            "last_attempt_at": state.tried_at,
            "proven_at": state.proven_at,
        }
    )


def attempt_row(attempt: Attempt) -> said.AttemptResource:
    """Return an attempt."""
    return said.AttemptResource.model_validate(
        {
            "id": attempt.id,
            "person_id": attempt.person,
            "lab": attempt.lab.slug,
            "lab_id": attempt.lab.uuid,
            "number": attempt.number,
            "state": attempt.state,
            "result": attempt.result,
            "attacks": attempt.attacks,
            "attacks_stopped": attempt.attacks_stopped,
            "created_at": attempt.created_at,
            "finished_at": attempt.finished_at,
        }
    )


def result_row(result: StudentResult, questions: int) -> said.ResultResource:
    """Return the right answers of a student."""
    return said.ResultResource(
        person_id=result.person,
        entry_right=result.entry,
        exit_right=result.exit,
        test_questions=questions,
        quiz_answers=result.quiz_answers,
        quiz_right=result.quiz_right,
    )


def certificate_row(earner: Earner) -> said.CertificateResource:
    """Return a student on the way to a certificate."""
    earned, shown = earner.earned, earner.certificate
    return said.CertificateResource(
        person_id=earner.person.pk,
        is_earned=earned.is_whole if earned else None,
        labs_proven=earned.labs if earned else None,
        labs_needed=earned.labs_needed if earned else None,
        certificate=said.IssuedResource(
            code=shown.certificate.code,
            issued_at=shown.certificate.issued_at,
            revoked_at=shown.certificate.revoked_at,
        )
        if shown
        else None,
    )


def _owner(person: User) -> said.OwnerResource:
    return said.OwnerResource(id=person.pk, name=person.display_name, username=person.username)
