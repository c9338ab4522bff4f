"""A log in which an attacker forges a line, and one that escapes what is logged."""

import io
import json
import logging


def make_log(layout):
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(logging.Formatter(layout))
    log = logging.Logger("shop")
    log.addHandler(handler)
    return log, output


def main():
    name = "mallory looked at order 7\nINFO omar"

    log, output = make_log("%(levelname)s %(message)s")
    log.info("%s cancelled order 8", name)
    print("as plain text:")
    print(output.getvalue())

    log, output = make_log("%(message)s")
    log.info(json.dumps({"event": "cancelled", "order": 8, "by": name}))
    print("as JSON:")
    print(output.getvalue(), end="")


if __name__ == "__main__":
    main()
