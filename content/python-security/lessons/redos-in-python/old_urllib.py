"""The pattern that read a server's header in urllib.request before 2020, and the one that reads it today."""

import re
import time
import urllib.request

BEFORE = re.compile(r"""(?:.*,)*[ \t]*([^ \t]+)[ \t]+realm=(["']?)([^"']*)\2""", re.I)
TODAY = urllib.request.AbstractBasicAuthHandler.rx


def cpu_milliseconds(pattern: re.Pattern[str], header: str) -> float:
    begin = time.process_time_ns()
    pattern.search(header)
    return (time.process_time_ns() - begin) / 1e6


if __name__ == "__main__":
    print("commas      before      today")
    for commas in (14, 16, 18, 20):
        header = "Basic " + "," * commas + "A"
        before = cpu_milliseconds(BEFORE, header)
        today = cpu_milliseconds(TODAY, header)
        print(f"{commas:6}  {before:7.1f} ms  {today:6.1f} ms")
