"""People."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

LEARNER = "learner"  # the name of the one person of solo mode


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, username: str, display_name: str, password: str | None = None) -> "User":
        """Save a person; without a password, nobody can sign in with one."""
        user = self.model(username=self.model.normalize_username(username), display_name=display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The id is a UUID so that classes of several servers can be brought together later."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.display_name
