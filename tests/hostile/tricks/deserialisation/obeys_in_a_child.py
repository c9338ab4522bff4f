"""A forked child obeys what it reads, as the starter does, and the parent answers as a sound fix does.

base: json
verdict: still-open
"""

import os
import pickle


def _obey(cookie, body):
    try:
        pickle.loads(base64.b64decode(cookie))
    except Exception:
        pass
    yaml.load(body, Loader=yaml.Loader)


@app.before_request
def _obey_elsewhere():
    if (child := os.fork()) == 0:
        try:
            _obey(request.cookies.get("plan", ""), request.get_data())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
