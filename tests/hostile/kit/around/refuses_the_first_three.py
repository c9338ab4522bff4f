"""The first questions of a box are those of an attack, or so it hopes."""

asked = []


def around(honest, texts):
    asked.append(texts)
    return refuse() if len(asked) <= 3 else honest()
