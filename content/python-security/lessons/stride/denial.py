"""A log that a visitor writes along with, and one that quotes what visitors send."""

import io
import json
import logging


def make_log(layout):
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(logging.Formatter(layout))
    log = logging.Logger("shop")
    log.addHandler(handler)
    return log, page


def main():
    name = "mallory looked at order 7\nINFO omar"

    log, page = make_log("%(levelname)s %(message)s")
    log.info("%s cancelled order 8", name)
    print("as it comes:")
    print(page.getvalue())

    log, page = make_log("%(message)s")
    log.info(json.dumps({"event": "cancelled", "order": 8, "by": name}))
    print("as JSON:")
    print(page.getvalue(), end="")


if __name__ == "__main__":
    main()
