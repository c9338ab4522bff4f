def test_answer_comes_back(box, canary, rng):
    said = f"hello {rng.randrange(10**6)}"
    with box.server(box.authority.issue("reports.lab.test"), answer=said.encode(), until=b"\n") as server:
        assert box.call("caller:call", 7) == said
    assert server.received == f"7 {canary.token}\n".encode()
