"""Search for the vulnerable call as text."""

from shop import MODULES


def calls(source: str) -> bool:
    return "yaml.full_load(" in source


for name, source in MODULES.items():
    print(f"{name:<9}{'calls it' if calls(source) else 'nothing found'}")
