"""The same event, logged in four ways."""

import html
import logging
import sys

NAME = "mallory looked at order 7\nINFO omar"

if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(message)s", level="INFO", stream=sys.stdout)
    print("f-string:")
    logging.info(f"{NAME} cancelled order 8")
    print("html.escape:")
    logging.info("%s cancelled order 8", html.escape(NAME))
    print("%r:")
    logging.info("%r cancelled order 8", NAME)
    print("level WARNING:")
    logging.getLogger().setLevel("WARNING")
    logging.info("%s cancelled order 8", NAME)
