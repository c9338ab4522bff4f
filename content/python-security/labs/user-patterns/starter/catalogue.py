"""The catalogue of the seed library: a shelf, a slash, and the text of the label."""

KEY = "${key}"

LINES = [
    "open/Bean, climbing: Black ${bean}, sown in May",
    "open/Bean, dwarf: Early ${bean} (1893), very hardy",
    "open/Pea: ${pea}'s Earliest of All, saved No. 2",
    "open/Pea: ${pea}'s Number Two, 1 m, tall or dwarf",
    "open/Lettuce: ${lettuce} + Winter, a mixture [old stock]",
    "open/Lettuce: Grüner ${lettuce}, from under the snow",
    "open/Tomato: ${tomato} Yellow, ripe in eighty days",
    "open/Tomato: Little ${tomato}, for pots and windows",
    "open/Radish: French Breakfast, quick, from the north",
    "open/Sunflower: three metres, for the back of the bed",
    "held/Barley: ${held}, the last forty grains there are",
    "held/Rye: Old ${bean} Field, until it has been counted",
]
