"""The first till, with the level that is usual in production."""

import logging

from till import main

if __name__ == "__main__":
    main(logging.INFO)
