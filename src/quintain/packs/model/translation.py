"""What a translated pack knows of its translation."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Extent:
    """How many messages a part has for its readers, and how many of them are translated."""

    messages: int
    translated: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left in the language of the source."""
        return self.translated == self.messages


@dataclass(frozen=True, slots=True)
class Translation:
    """The language that a pack was translated into, and how much of it.

    ``translated`` holds the texts of blocks and values in that language, as pages draw them; what is not among them is
    in the language of the source. ``values`` are translations of TOML's values by their originals, for what was stored
    in the language of the source. ``parts`` are lessons with their quizzes, labs and the other folders by their paths,
    such as ``lessons/redos``; one that is not among them has no translation at all.
    """

    language: str
    translated: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Extent] = field(default_factory=dict)
