"""The desk: new seeds are compared with all wishes, in four threads, as a web server would do it."""

from concurrent.futures import ThreadPoolExecutor

import seeds


def announce(label, wishes):
    """Return the numbers of the visitors whose wishes match a new label, in the order of the wishes."""
    with ThreadPoolExecutor(max_workers=4) as threads:
        answers = threads.map(lambda wish: seeds.fits(wish["text"], label), wishes)
        return [wish["visitor"] for wish, fits in zip(wishes, answers, strict=True) if fits]
