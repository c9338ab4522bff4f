"""Read a settings file that a user has uploaded."""

import yaml


def settings(text: str) -> dict:
    return yaml.load(text, Loader=yaml.FullLoader)


print(settings("colour: green"))
