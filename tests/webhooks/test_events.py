"""What happens in a class is sent to its endpoints, once, and without what people wrote."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from standardwebhooks import Webhook

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people.personal_data import erase_person
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.helpqueue.actions import raise_hand
from quintain.packs.model.lab import Lab
from quintain.webhooks import actions, tasks
from quintain.webhooks.models import Delivery, Endpoint, Event, Off
from tests.attempts.handing_in import try_text
from tests.people import make_person
from tests.webhooks.conftest import Added
from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def sent(added: Added, receiver: Receiver) -> list[dict[str, Any]]:
    """Send what is due, and return what the receiver gets, as a program reads it that verifies the signature."""
    before = len(receiver.got)
    tasks.queue_due()
    return [Webhook(added.secret).verify(each.body, each.headers) for each in receiver.got[before:]]


def test_a_proven_lab_is_sent_once(added: Added, receiver: Receiver, a_class: Class, student: User, lab: Lab) -> None:
    """An open attempt is no event, nor is a second proof; ids are those of the API."""
    try_text(student, lab, "open")
    assert sent(added, receiver) == []
    submission = try_text(student, lab, "proven")
    assert submission.result == "proven"
    (event,) = sent(added, receiver)
    assert event["type"] == "lab.proven"
    assert event["timestamp"].endswith("Z")
    assert event["data"] == {
        "class_id": str(a_class.pk),
        "person_id": str(student.pk),
        "lab_id": str(lab.uuid),
        "lab": lab.slug,
        "lab_title": lab.title,
        "submission_id": str(submission.pk),
        "attempt": 2,
    }
    try_text(student, lab, "proven")
    assert sent(added, receiver) == []


def test_a_class_that_ends_is_sent_once(added: Added, receiver: Receiver, a_class: Class) -> None:
    """Also if it is archived twice."""
    instructor = make_person("ines", "Ines", Role.OPERATOR)
    for _ in range(2):
        cohorts.archive(a_class, by=instructor)
    (event,) = sent(added, receiver)
    assert event["type"] == "class.ended"
    assert event["data"]["class_id"] == str(a_class.pk)
    assert event["data"]["ends_on"] == "2027-05-05"


def test_a_raised_hand_is_sent_without_its_question(
    added: Added, receiver: Receiver, a_class: Class, student: User, lab: Lab
) -> None:
    """What was sent cannot be erased, so neither the name nor the question goes out; a new question is no event."""
    raise_hand(a_class, by=student, lab=lab.uuid, question="Why is my password hunter2 refused?")
    raise_hand(a_class, by=student, lab=lab.uuid, question="And now?")
    (event,) = sent(added, receiver)
    assert event["type"] == "hand.raised"
    assert event["data"]["has_question"] is True
    assert event["data"]["lab"] == lab.slug
    (got,) = receiver.got
    assert b"hunter2" not in got.body
    assert b"Elif" not in got.body


def test_a_hand_about_no_lab_is_sent(added: Added, receiver: Receiver, a_class: Class, student: User) -> None:
    """Its lab is null, as is one that the course has no more."""
    raise_hand(a_class, by=student)
    (event,) = sent(added, receiver)
    assert (event["data"]["lab_id"], event["data"]["has_question"]) == (None, False)


def test_what_is_rolled_back_is_not_sent(added: Added, receiver: Receiver, a_class: Class, student: User) -> None:
    """An event is a row of the transaction in which it happens."""
    with transaction.atomic():
        raise_hand(a_class, by=student)
        assert Event.objects.count() == 1
        transaction.set_rollback(True)
    assert sent(added, receiver) == []
    assert Event.objects.count() == 0


def test_an_endpoint_gets_what_was_chosen(
    added: Added, receiver: Receiver, a_class: Class, student: User, course: object
) -> None:
    """Only events of its types, and only of its class."""
    other = Class.objects.create(
        title="Other", course=a_class.course, starts_on=a_class.starts_on, ends_on=a_class.ends_on, time_zone="UTC"
    )
    facts = actions.EndpointFacts("Chat", receiver.address, ["class.ended"], other)
    actions.change_endpoint(added.endpoint, facts, by=None)
    raise_hand(a_class, by=student)
    operator = make_person("olga", "Olga", Role.OPERATOR)
    cohorts.archive(a_class, by=operator)
    assert sent(added, receiver) == []
    cohorts.archive(other, by=operator)
    assert [each["data"]["class_id"] for each in sent(added, receiver)] == [str(other.pk)]


@pytest.mark.parametrize("off", Off)
def test_what_happens_while_an_endpoint_is_off_is_never_sent_to_it(
    added: Added, receiver: Receiver, student: User, lab: Lab, off: Off
) -> None:
    """For whatever reason it is off; once it is on, it gets what happens from then on."""
    a_class = Class.objects.get()
    Endpoint.objects.update(off=off)
    raise_hand(a_class, by=student)
    try_text(student, lab, "proven")
    assert Delivery.objects.count() == 0, "nothing waits for an endpoint that is off"
    actions.turn(added.endpoint, is_on=True, by=None)
    assert sent(added, receiver) == [], "what happened meanwhile is not sent later"
    cohorts.archive(a_class, by=make_person("olga", "Olga", Role.OPERATOR))
    assert [each["type"] for each in sent(added, receiver)] == ["class.ended"]


def test_a_proof_is_an_event_of_the_classes_that_the_person_studies_in(
    added: Added, receiver: Receiver, student: User, lab: Lab
) -> None:
    """Of each that goes on: not of one that is over, of one that they teach, or of one in which others study."""
    ours = Class.objects.get()
    second, over, taught, of_others = (
        cohorts.make_class(cohorts.NewClass(title, ours.course, ours.starts_on, ours.ends_on, "UTC", 2), by=None)
        for title in ("Second", "Over", "Taught", "Of others")
    )
    for a_class, role in (
        (second, Role.STUDENT),
        (over, Role.STUDENT),
        (taught, Role.INSTRUCTOR),
        (None, Role.STUDENT),
    ):
        Membership.objects.create(person=student, in_class=a_class, role=role)
    cohorts.join(of_others.join_code, "Hugo")
    Class.objects.filter(pk=over.pk).update(archived_at=timezone.now())
    try_text(student, lab, "proven")
    told = sorted(str(each["data"]["class_id"]) for each in sent(added, receiver))
    assert told == sorted(map(str, (ours.pk, second.pk))), "one event for each class that goes on, and none for others"


def test_an_endpoint_of_all_classes_gets_only_the_events_that_were_chosen(
    added: Added, receiver: Receiver, a_class: Class, student: User, lab: Lab
) -> None:
    """What it did not ask for is not sent to it, though it happens in the same class."""
    Endpoint.objects.update(types=["class.ended"])
    raise_hand(a_class, by=student)
    try_text(student, lab, "proven")
    assert Delivery.objects.count() == 0, "neither a raised hand nor a proof was chosen"
    cohorts.archive(a_class, by=make_person("olga", "Olga", Role.OPERATOR))
    assert [each["type"] for each in sent(added, receiver)] == ["class.ended"]


def test_nothing_is_kept_where_nobody_listens(a_class: Class, student: User, lab: Lab) -> None:
    """Without an endpoint that is on, no row is written."""
    raise_hand(a_class, by=student)
    try_text(student, lab, "proven")
    assert Event.objects.count() == 0


def test_a_learner_alone_is_sent_without_a_class(added: Added, receiver: Receiver, learner: User, lab: Lab) -> None:
    """To endpoints for all classes."""
    try_text(learner, lab, "proven")
    (event,) = sent(added, receiver)
    assert event["data"]["class_id"] is None
    assert UUID(event["data"]["person_id"]) == learner.pk


def test_events_of_a_person_are_erased_with_them(
    added: Added, receiver: Receiver, a_class: Class, student: User
) -> None:
    """Also one that was not sent yet: nothing about them leaves after that."""
    raise_hand(a_class, by=student)
    erase_person(student, by=None)
    assert Delivery.objects.count() == 0
    assert sent(added, receiver) == []
    assert Endpoint.objects.count() == 1


def test_instructors_see_the_host_alone(added: Added, a_class: Class, client: Client) -> None:
    """The path of an address may be a secret; who runs the class sees where its events go."""
    Endpoint.objects.update(address="https://chat.example/hooks/s3cr3t")
    instructor = make_person("ines", "Ines", Role.STUDENT)
    instructor.memberships.all().delete()
    instructor.memberships.create(in_class=a_class, role=Role.INSTRUCTOR)
    client.force_login(instructor, backend="quintain.accounts.backends.PersonBackend")
    page = client.get(f"/classes/{a_class.pk}/webhooks/").content.decode()
    assert "chat.example" in page
    assert "s3cr3t" not in page
    assert client.get("/webhooks/").status_code in {302, 403, 404}


def test_the_body_is_json_as_it_was_signed(added: Added, receiver: Receiver, a_class: Class) -> None:
    """A hostile title changes no field."""
    Class.objects.update(title='x","type":"lab.proven\\')
    cohorts.archive(a_class, by=make_person("olga", "Olga", Role.OPERATOR))
    sent(added, receiver)
    (got,) = receiver.got
    assert json.loads(got.body)["data"]["title"] == 'x","type":"lab.proven\\'
    assert json.loads(got.body)["type"] == "class.ended"
