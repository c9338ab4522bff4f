"""The book: what was seen, the newest first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sighting:
    """What somebody has seen, where, and an address of a photograph, if there is one."""

    bird: str
    observer: str
    at: str
    remark: str
    photo: str


SEEN = [Sighting("Reed bunting", "${member}", "TG 46", "Two of them,\nin the willows.", "https://birds.lab.test/1.jpg")]


def record(bird, observer, at, remark, photo):
    """Write a sighting into the book, the newest first."""
    SEEN.insert(0, Sighting(bird, observer, at, remark, photo))


def find(text):
    """Return the sightings whose bird, observer or remark holds a text."""
    return [each for each in SEEN if text.lower() in f"{each.bird}\n{each.observer}\n{each.remark}".lower()]
