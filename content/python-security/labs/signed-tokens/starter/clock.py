"""The clock of this computer, for tests: `pass_time` sets it forward, as if so many seconds had passed.

Everything that shows the time shows it then: `time.time`, `time.monotonic`, `datetime.now`.
"""

import datetime
import time

import jwt.api_jwt

_passed = 0


class _Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=_passed)

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)


def _later(clock, unit=1):
    return lambda: clock() + _passed * unit


def pass_time(seconds):
    """Let time pass; there is no way back."""
    global _passed
    _passed += seconds


datetime.datetime = jwt.api_jwt.datetime = _Datetime
time.time, time.time_ns = _later(time.time), _later(time.time_ns, 10**9)
time.monotonic, time.monotonic_ns = _later(time.monotonic), _later(time.monotonic_ns, 10**9)
