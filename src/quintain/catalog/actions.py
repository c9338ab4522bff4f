"""Writes about what a learner has read."""

from quintain.accounts.models import User
from quintain.catalog.models import TopicRead
from quintain.packs.model.lesson import Lesson


def mark_read(user: User, lesson: Lesson) -> None:
    """Note that ``user`` has read ``lesson``; a second time changes nothing."""
    TopicRead.objects.get_or_create(user=user, lesson=lesson.uuid)
