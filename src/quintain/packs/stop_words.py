"""Words of English that a search leaves out of a question, since they say nothing about what it is about."""

from typing import Final

STOP_WORDS: Final = frozenset(
    """
    a an the this that these those some any each such
    i me my mine we us our you your he him his she her it its they them their one ones
    who whom whose what which when where why how
    am is are was were be been being do does did doing done have has had having
    can could may might must shall should will would
    and or but if than then so not no nor
    of at by for with about between into through from to in on as there here
    also just only very too
    s t re ve ll d m don doesn didn isn aren wasn weren hasn haven hadn couldn shouldn wouldn won ain
    """.split()  # noqa: SIM905  a list of a hundred strings is read less well
)
"""The last line is what stands before and after the apostrophe of "what's", "don't" and their like."""
