"""What happens in the other company while the attacker waits."""

from helpers import get


def scene(box, canary, rng):
    def morning():
        """Wait until the manager of north-sea has looked at the projects of all teams, as every morning."""
        get(box, canary.sea_manager)

    return {"morning": morning}
