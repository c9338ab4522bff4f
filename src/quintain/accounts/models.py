"""People, and what they are in a class or on this server."""

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from quintain.accounts.passwords import read_password

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, username: str, display_name: str, password: str | None = None) -> "User":
        """Save a person; without a password, nobody can sign in with one."""
        user = self.model(username=self.model.normalize_username(username), display_name=display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The id is a UUID so that classes of several servers can be brought together later.

    ``language`` is the code of the one that they have chosen for the interface.
    ``erasure_asked_at`` is when they asked to be erased, which an operator does. Servers that share the database write
    when one of them last had a page of theirs open (``open_at``), and when they came back after a pause (``back_at``).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(max_length=16, null=True)  # noqa: DJ001  null: none is chosen, the browser's counts
    erasure_asked_at = models.DateTimeField(null=True, editable=False)
    open_at = models.DateTimeField(null=True, editable=False)
    back_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects: ClassVar[UserManager] = UserManager()
    if TYPE_CHECKING:
        memberships: "RelatedManager[Membership]"
        invitations: "RelatedManager[Invitation]"

    def __str__(self) -> str:
        return self.display_name

    def set_password(self, raw_password: str | None) -> None:
        """Set a password, in the form in which every one is read."""
        super().set_password(None if raw_password is None else read_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether a password is the person's, however it was typed."""
        return super().check_password(None if raw_password is None else read_password(raw_password))

    @cached_property
    def roles(self) -> "tuple[Membership, ...]":
        """All memberships, with their classes; looked up once for each object, and so once a request."""
        return tuple(self.memberships.select_related("in_class", "seat").order_by("pk"))


class Role(models.TextChoices):
    """What a person may be. An operator runs the server, and is so in no class."""

    OPERATOR = "operator"
    INSTRUCTOR = "instructor"
    AUTHOR = "author"
    STUDENT = "student"


class Membership(models.Model):
    """A person's role in a class; without a class, on this server.

    All that anybody may do comes from these rows, and from what is their own. Somebody without one may do nothing.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, null=True, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "in_class"], name="one_role_in_each_class"),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(in_class__isnull=True),
                name="each_role_once_on_the_server",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.OPERATOR) | models.Q(in_class__isnull=True),
                name="an_operator_is_so_in_no_class",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="a_role_is_one_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role} of {self.in_class or 'this server'}"


class Invitation(models.Model):
    """A code that signs one person in, once; the database holds its SHA-256 alone."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    code_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.person}"


class AuditEntry(models.Model):
    """One privileged act: who did what to whom, when and from where. The database refuses to change or delete it.

    People and classes are here by their ids, so that an entry outlives them and erasing a person leaves no name.
    ``action`` is a verb of ``accounts.audit.Action``. ``details`` hold no secret and no free text of students.
    """

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    actor = models.UUIDField(null=True)
    action = models.CharField(max_length=40)
    about = models.UUIDField(null=True)
    in_class = models.UUIDField(null=True, db_index=True)
    address = models.GenericIPAddressField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M:%S}"


class TryBucket(models.Model):
    """When a bucket of tries will be full again, where servers share them; ``name`` is a digest. See ``limits``."""

    name = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
