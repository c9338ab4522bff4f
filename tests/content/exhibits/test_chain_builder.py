"""Every client connects to every chain again."""

from .recording import data_of, script_of


def test_every_handshake_ends_again_as_recorded() -> None:
    """Keys are new each time; which chain is refused, and why, is the same."""
    data = data_of("chain-builder")

    assert script_of("chain-builder")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_the_default_client_refuses_every_wrong_chain() -> None:
    """All clients connect to the two right chains, and all but the default one to some wrong chain as well."""
    data = data_of("chain-builder")
    accepts = {
        client: [chain["right"] for chain in data["chains"] if not chain["reasons"][client]]
        for client in data["clients"]
    }

    assert all(rights.count(True) == 2 for rights in accepts.values())
    assert [client for client, rights in accepts.items() if all(rights)] == ["default"]
    assert len(accepts["nothing"]) == len(data["chains"]) == 20
