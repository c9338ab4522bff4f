"""How a session finds its person: with all roles, by one query."""

from typing import override
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from quintain.accounts.models import Membership, User


class PersonBackend(ModelBackend):
    """Django's own, for people whose roles every page asks for."""

    @override
    def get_user(self, user_id: UUID) -> User | None:
        """Return a person who may sign in; with ``User.roles`` as far as there are any."""
        roles = tuple(
            Membership.objects.filter(person=user_id).select_related("person", "in_class", "seat").order_by("pk")
        )
        if not roles:
            return super().get_user(user_id)
        person = roles[0].person
        for each in roles:
            each.person = person
        person.roles = roles
        return person if self.user_can_authenticate(person) else None
