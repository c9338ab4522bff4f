"""What the judge has to know of a profile: one description for each, beside its suspect."""

from dataclasses import dataclass

from quintain.judge.profiles.stand_ins import StandIns
from quintain.judge.suspect.box import SuspectBox
from quintain.sandbox import Recording


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """How the suspects of a profile are met.

    ``suspect`` is what tests and attacks get as ``box``; ``stand_ins`` are programs that no lab may prove. ``loads``:
    it is loaded once, and may fail at that. ``shares_boxes``: several checks may meet it, one after another.
    ``ports`` are those on which the judge serves it; ``sockets``, how many connections into its box may be made.
    ``guarded``: it runs in a process of its own, apart from the harness. ``recording`` is what the kernel reports.
    """

    suspect: type[SuspectBox]
    stand_ins: StandIns
    loads: bool = True
    shares_boxes: bool = True
    ports: tuple[int, ...] = ()
    sockets: int = 0
    guarded: bool = False
    recording: Recording = Recording.NOTHING
