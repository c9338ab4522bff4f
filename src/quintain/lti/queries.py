"""Reads about platforms, for the pages of operators and instructors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from quintain.accounts.models import User
from quintain.cohorts.models import Class
from quintain.lti.claims import Arrival
from quintain.lti.grades import Tally, tally_of
from quintain.lti.launching import USE_SECONDS
from quintain.lti.models import Context, Identity, Launch, Platform
from quintain.lti.states import digest
from quintain.lti.targets import base_of


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """What a platform asks for about this classroom."""

    base: str
    login: str
    launch: str
    keys: str

    @classmethod
    def at(cls, request: HttpRequest) -> "ToolFacts":
        """Return the addresses under which platforms reach this classroom."""
        base = base_of(request)
        return cls(f"{base}/", *(f"{base}{reverse(name)}" for name in ("lti-login", "lti-launch", "lti-keys")))


@dataclass(frozen=True, slots=True)
class ClassCourses:
    """What the instructors of a class see: the courses of platforms that are connected with it, and the scores."""

    in_class: Class
    contexts: Sequence[Context]
    tally: Tally


def platforms() -> Sequence[Platform]:
    """Return all platforms, with their deployments."""
    return list(Platform.objects.prefetch_related("deployments"))


def find_platform(pk: UUID) -> Platform | None:
    """Return a platform."""
    return Platform.objects.prefetch_related("deployments").filter(pk=pk).first()


def contexts_of(platform: Platform) -> Sequence[Context]:
    """Return the courses of a platform from which somebody came, the latest first; at most 200."""
    rows = Context.objects.filter(deployment__platform=platform)
    return list(rows.select_related("in_class", "deployment")[:200])


def classes_to_connect() -> Sequence[Class]:
    """Return the classes that go on."""
    return list(Class.objects.filter(archived_at=None))


def class_courses(a_class: Class) -> ClassCourses:
    """Return what the instructors of a class see."""
    rows = Context.objects.filter(in_class=a_class).select_related("deployment__platform")
    return ClassCourses(a_class, list(rows), tally_of(a_class))


def person_of(arrival: Arrival) -> User | None:
    """Return whose account somebody of a platform has, by issuer and subject alone."""
    rows = Identity.objects.select_related("person").filter(issuer=arrival.issuer, subject=arrival.subject)
    found = rows.first()
    return found.person if found else None


def launch_of(person: User, pk: UUID) -> Launch | None:
    """Return a launch by which a person came lately."""
    limit = timezone.now() - timedelta(seconds=USE_SECONDS)
    return Launch.objects.select_related("platform").filter(pk=pk, person=person, opened_at__gt=limit).first()


def launch_of_frame(ticket: str) -> Launch | None:
    """Return the launch whose window was opened from a frame, once something is chosen in it."""
    limit = timezone.now() - timedelta(seconds=USE_SECONDS)
    rows = Launch.objects.select_related("platform", "person").filter(frame=digest(ticket), opened_at__gt=limit)
    return rows.exclude(chosen=[]).exclude(person=None).order_by("-opened_at").first()


def find_context(platform: Platform, pk: int) -> Context | None:
    """Return a course of a platform."""
    return Context.objects.filter(deployment__platform=platform, pk=pk).first()


def find_connected(pk: int) -> Context | None:
    """Return a course that is connected with a class."""
    rows = Context.objects.select_related("deployment__platform").exclude(in_class=None)
    return rows.filter(pk=pk).first()
