"""Sockets of a class: who may not listen does not learn whether there is such a class, and nothing is listened to."""

from typing import Any, ClassVar, override
from uuid import UUID

from channels.db import database_sync_to_async

from quintain.accounts.consumers import MALFORMED, NOT_FOUND, SIGNED_OUT, PersonsSocket
from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.cohorts.models import Class


class ClassSocket(PersonsSocket):
    """A socket that tells of one class. A subclass says who may listen, and what is told."""

    tells_of_line = True
    permission: ClassVar[str]
    class_id: UUID
    groups_joined: tuple[str, ...] = ()

    @override
    async def connect(self) -> None:
        """Ask who comes."""
        person: Any = self.scope.get("user")  # a lazy object around a User or AnonymousUser
        self.class_id = self.scope["url_route"]["kwargs"]["class_id"]
        await self.accept()
        if not getattr(person, "is_authenticated", False):
            await self.close(SIGNED_OUT)
        elif (standing := await self.standing(person)) is None:
            await self.close(NOT_FOUND)
        else:
            await self.let_in(person, standing)

    @override
    async def standing(self, person: User) -> object:
        """Return whether the person has the permission."""
        return await database_sync_to_async(may_in_class)(person, self.permission, self.class_id) or None

    async def join(self, *groups: str) -> None:
        """Have what is published to groups sent here until the socket ends."""
        self.groups_joined = groups
        for group in groups:
            await self.channel_layer.group_add(group, self.channel_name)

    @override
    async def let_go(self) -> None:
        """Leave the groups."""
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def live_message(self, event: dict[str, str]) -> None:
        """Pass on what was published."""
        await self.send(event["text"])

    @override
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Hang up on a client that talks: there is nothing to be said here."""
        await self.close(MALFORMED)


def may_in_class(person: User, permission: str, class_id: UUID) -> bool:
    """Tell whether a person has a permission on a class, if there is such a class."""
    a_class = Class.objects.filter(pk=class_id).first()
    return a_class is not None and may(person, permission, a_class)
