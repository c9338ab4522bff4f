"""Questions of lessons and of the entry and exit test."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from quintain.packs.constraints import Doc, Slug, Words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question, and why it is right or wrong."""

    text: Annotated[Words, Doc("The answer, inline Markdown.")]
    why: Annotated[Words, Doc("Why it is right or wrong, inline Markdown.")]
    right: Annotated[bool, Doc("True for exactly one option of a question.")] = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of quiz.toml. Exactly one option is right."""

    id: Annotated[Slug, Doc("Names the question in lesson.md.")]
    uuid: UUID
    prompt: Annotated[Words, Doc("The question, inline Markdown.")]
    options: tuple[Option, ...]
    shown_by: Annotated[str, Doc("What shows the right answer: a script of the lesson, or one of its sources.")] = ""


@dataclass(frozen=True, slots=True)
class AssessmentQuestion(Question):
    """A question of the entry and exit test, and the topic that it stands for."""

    topic: Annotated[Slug, Doc("The topic of the track that teaches the answer.")] = ""
