"""Crash in native code.

expect: signal 11
caught: nothing
"""

import ctypes

ctypes.string_at(0)
