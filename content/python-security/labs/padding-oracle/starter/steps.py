"""Counts the lines of Python that run. This is a model of the time, and the same on every machine."""

import sys


class Steps:
    """Counts while the block runs."""

    count = 0

    def __enter__(self):
        sys.settrace(self._trace)
        return self

    def __exit__(self, *error):
        sys.settrace(None)

    def _trace(self, frame, event, argument):
        self.count += event == "line"
        return self._trace
