"""The sizes of the house, in metres. The words in ${…} are drawn anew each time the joinery opens."""

METRES = {
    "door": "1.${door}7",
    "sill": "0.${sill}3",
    "classroom_door": "2.${classroom}1",
    "open_shelf": "0.${shelf}1",
    "import_frame": "1.25",
    "sash__left": "0.64",
    "post_2": "2.4",
    "Türblatt": "0.86",
    "${odd}": "1.12",
}
SIZES = {name: float(metres) for name, metres in METRES.items()}
