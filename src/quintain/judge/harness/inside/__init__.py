"""The judge's side of a box. Standard library only; ``values`` and ``frames`` also serve the judge at its end."""
