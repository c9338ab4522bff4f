"""What a search finds."""

SHEPHERD = '\' or union select -- "new" /*'
ODD = ' -- "loose" (50 g); /* new */ \\ & <b> = #1'


def found(box, text):
    answer = box.http.get("/search", params={"text": text})
    assert answer.status_code == 200, text
    return answer.json()["found"]


def test_search_finds_every_tea_with_the_word(box, canary):
    assert found(box, canary.tea) == [
        [f"100% {canary.tea}{ODD}", 990],
        [f"Green {canary.tea}", 420],
        [f"Shepherd's {canary.tea}{SHEPHERD}", 560],
        [f"Union Jack {canary.tea}, select", 310],
    ]


def test_part_of_a_word_is_enough(box, canary):
    assert found(box, f"een {canary.tea[:4]}") == [[f"Green {canary.tea}", 420]]
    assert found(box, "EARL GREY") == [["Earl Grey", 380]]
    assert found(box, canary.tea + canary.tea) == []


def test_nothing_finds_everything(box):
    assert len(found(box, "")) == 5


def test_words_of_the_database_are_words_of_people(box, canary):
    union = [f"Union Jack {canary.tea}, select", 310]
    for text in ["union jack", "UNION J", ", Select", f"Union Jack {canary.tea}, select"]:
        assert found(box, text) == [union], text
    for text in ["union", "Select"]:
        assert union in found(box, text), text
    for text in ["drop table", "1 or 1", "and 1", "null,", "from staff"]:
        assert found(box, text) == [], text


def test_marks_are_searched_like_letters(box, canary):
    odd = [[f"100% {canary.tea}{ODD}", 990]]
    for text in [ODD, '-- "loo', '"loose"', "(50 g)", ";", "/* n", "*/", "\\", "&", "<b>", "=", "#", "#1", "100%"]:
        assert found(box, text) == odd, text
    for text in ["--", '"', "/*"]:
        assert odd[0] in found(box, text), text
    for text in [f"{canary.tea} --x", ";;", '""', "()", "/**/", "&amp;", "--1"]:
        assert found(box, text) == [], text
