"""The printing house: reads an order as the shop hands it on, and prints.

Its reader is not the shop's: where a name stands twice, the first one counts.
"""

import json

LICENCES = {
    "Ave verum": "${ave}",
    "Für Elise": "${elise}",
    "Infinity Waltz, op. -1": "${waltz}",
    "L'adieu (1e3 \"voices\")": "${adieu}",
    "The Last Fugue": "${fugue_licence}",
}


def run(order):
    """Print an order, given as JSON; return what lies in the parcel. Each score brings the licence to sing it."""
    order = json.loads(order, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    scores = [
        {"score": line["score"], "copies": line["copies"], "licence": LICENCES[line["score"]]}
        for line in order["lines"]
    ]
    return {"cover": order.get("note", ""), "scores": scores}
