"""The laser cutter. A program is a table with the power for each of 320 materials, and then lines such as `material=7`."""

MATERIALS = 320
LIMIT = 120
"""The most watts that are safe."""


def settings(content):
    """Return the settings in the lines of a program."""
    lines = content[MATERIALS:].decode("latin-1").split("\n")
    return dict(line.split("=", 1) for line in lines if "=" in line)


def power(content):
    """Return the watts with which a program cuts."""
    if len(content) < MATERIALS:
        raise ValueError("The table of materials is too short.")
    material = int(settings(content).get("material", "0"))
    if not 0 <= material < MATERIALS:
        raise ValueError("There is no such material.")
    return content[material]


def inspect(content):
    """Refuse a program that is dangerous."""
    if power(content) > LIMIT:
        raise ValueError(f"The machine cuts with at most {LIMIT} watts.")
