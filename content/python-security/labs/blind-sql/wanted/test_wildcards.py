"""A card is good by its whole code, or it is not."""


def test_a_mark_stands_for_itself(box, canary):
    for code in [
        "%",
        "PAR-%",
        "_" * 12,
        f"PAR-{'_' * 8}",
        f"PAR-{canary.card[:-1]}_",
        f"%{canary.card}",
        f"PAR-50__{canary.odd}",
        f"PAR-\\%{canary.odd}",
        "*",
        f"PAR-{canary.card[0]}*",
    ]:
        answer = box.http.get("/card", params={"code": code})
        assert answer.status_code == 200, code
        assert answer.json() == {"good": False}, code
