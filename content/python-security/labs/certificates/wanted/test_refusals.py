"""A server that cannot prove its name hears nothing, and the caller hears of it."""

import pytest

from quintain.judge import Raised

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def test_wrong_server_is_an_error_and_hears_nothing(box):
    """Not even the number of the report reaches a server that has not proven its name."""
    for identity in [box.self_signed("reports.lab.test"), box.authority.issue("other.lab.test")]:
        for call in [("reports:get_report", 7), ("reports:send_report", 7, "text")]:
            with box.server(identity, answer=ANSWER) as server, pytest.raises(Raised):
                box.call(*call)
            assert server.received.strip() == b""
