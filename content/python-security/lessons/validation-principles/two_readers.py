"""Two programs read the same bytes: one takes the first of two equal keys, the other takes the last."""

import json

BODY = '{"qty": 1, "qty": -7}'


def first_wins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return dict(reversed(pairs))


checked = json.loads(BODY, object_pairs_hook=first_wins)
used = json.loads(BODY)
print(f"the gateway checks {checked['qty']}, the shop uses {used['qty']}")
