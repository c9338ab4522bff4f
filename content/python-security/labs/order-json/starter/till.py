"""Prices in cents, and the gift cards that the shop has sold. ${…} is drawn anew each time the shop opens."""

PRICES = {
    "Ave verum": 240,
    "Für Elise": 310,
    "Infinity Waltz, op. -1": 420,
    "L'adieu (1e3 \"voices\")": 180,
    "The Last Fugue": 90_000,
}

CARDS = {
    "3141592": 2_000,
    "${card}": 500_000,
}
