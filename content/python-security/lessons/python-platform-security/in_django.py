"""A check of Django: the service must not be able to write to a folder from which it imports."""

import os
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import Tags, Warning, register, run_checks


def writable(entry: str) -> bool:
    """Tell whether this process may write to a folder, or may create it."""
    folder = Path(entry or ".").absolute()
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)


@register(Tags.security, deploy=True)
def import_path(app_configs: object, **_options: object) -> list[Warning]:
    message = "The service may write to {}, from which it imports."
    return [Warning(message.format(entry or "."), id="shop.W001") for entry in sys.path if writable(entry)]


if __name__ == "__main__":
    settings.configure(SECRET_KEY="only for this script")
    django.setup()
    with tempfile.TemporaryDirectory() as name:
        sys.path[:0] = [name, f"{name}/missing"]
        found = run_checks(tags=[Tags.security], include_deployment_checks=True)
        for each in found:
            if each.id == "shop.W001" and name in each.msg:
                print(f"{each.id}: {each.msg.replace(name, '/srv/uploads')}")
