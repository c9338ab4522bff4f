"""The carrier's own tool.

carrierctl.py close DAY --key KEY         the key as an argument
carrierctl.py close DAY --key-file PATH   the key in a file
carrierctl.py close DAY --key-stdin       the key on standard input
carrierctl.py close DAY                   the key in the environment variable CARRIERCTL_KEY
"""

import json
import os
import sys
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit


def key_from(options):
    match options:
        case ["--key", key]:
            return key
        case ["--key-file", path]:
            with open(path) as file:
                return file.read().strip()
        case ["--key-stdin"]:
            return sys.stdin.read().strip()
        case [] if "CARRIERCTL_KEY" in os.environ:
            return os.environ["CARRIERCTL_KEY"]
    sys.exit(__doc__)


def close(day, key):
    connection = HTTPConnection(urlsplit(os.environ.get("CARRIER_URL", "http://127.0.0.1:8080")).netloc, timeout=5)
    try:
        connection.request("POST", f"/v1/days/{quote(day, safe='')}/close", headers={"X-Api-Key": key})
        answer = connection.getresponse()
        text = answer.read().decode()
    except OSError as error:
        sys.exit(f"carrierctl: {error}")
    if answer.status != 200:
        sys.exit(f"carrierctl: status {answer.status}")
    print(f"{json.loads(text)['parcels']} parcels")


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] != "close":
        sys.exit(__doc__)
    close(sys.argv[2], key_from(sys.argv[3:]))
