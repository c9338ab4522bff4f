"""A name is shown as it was typed."""

from html.parser import HTMLParser


class Words(HTMLParser):
    """What a reader sees of a page."""

    def __init__(self, page):
        super().__init__()
        self.text = ""
        self.feed(page.text)
        self.close()

    def handle_data(self, data):
        self.text += data


def test_every_name_is_shown_as_it_was_typed(box, rng):
    """A name with braces or markup is shown as it was typed."""
    n = rng.randint(1000, 9999)
    for name, count in [
        ("{{ day }}", 1),
        (f"{{{{ {n} + 1 }}}}", 0),
        (f"{{% if {n} %}}", 0),
        (f"{{# {n} #}}", 0),
        (f"<b>Rex</b> & <i>{n}</i>", 0),
        (f"&lt;{n}", 0),
        (f'Rex "{n}" {{x}} 100 %', 0),
    ]:
        page = box.http.get("/names", params={"name": name})
        assert page.status_code == 200, name
        words = Words(page).text
        assert name in words
        assert f"with this name: {count}" in words
