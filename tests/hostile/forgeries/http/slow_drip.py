"""One byte now and then.

base: none
verdict: broken
seconds: 2
"""

import time


def app(environ, start_response):
    start_response("200 OK", [])
    return (time.sleep(0.05) or b"x" for _ in range(10**6))
