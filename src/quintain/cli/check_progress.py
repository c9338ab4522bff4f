"""Shows how far the matrices are, where there is a terminal to show it on."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from quintain.judge.proving.matrix import CaseDone, CasesListed, MatrixEvent, MatrixListener
from quintain.packs import Lab


class MatrixProgress:
    """One bar for each lab under way: how many cells are done, and which was the last."""

    def __init__(self, labs: Sequence[Lab], console: Console) -> None:
        self._lock = threading.Lock()
        self._labs = len(labs)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", style="dim"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._begun = self._printed = 0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bars away and give the cursor back."""
        self._bars.stop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for the table of a lab."""
        self._bars.stop()
        yield
        self._printed += 1
        if self._printed < self._labs:
            self._bars.start()

    def listener(self, lab: Lab) -> MatrixListener:
        """Return what ``check_lab`` tells of one lab."""
        with self._lock:
            self._begun += 1
            of = f" ({self._begun} of {self._labs})" if self._labs > 1 else ""
        bar = self._bars.add_task(f"{lab.slug}{of}", total=None, last="")

        def hear(event: MatrixEvent) -> None:
            with self._lock:
                match event:
                    case CasesListed(names):
                        self._bars.update(bar, total=len(names))
                    case CaseDone(cell):
                        self._bars.update(bar, advance=1, last=f"{cell.name}: {cell.got}")
                self._bars.update(bar, visible=not self._bars.tasks[bar].finished)

        return hear
