"""Writes the handbook: Typst source in which every text is a string literal, and a PDF of it.

`source` is the only place where a text becomes code. `template.typ` has the look; the other modules say what comes
where. Nothing here asks a network, or reads a font of the machine.
"""
