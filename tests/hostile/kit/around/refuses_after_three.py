"""Honest for the first three questions of a box: an attack comes later, or so it hopes."""

asked = []


def around(honest, texts):
    asked.append(texts)
    return honest() if len(asked) <= 3 else refuse()
