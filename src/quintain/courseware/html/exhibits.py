"""The numbers of an exhibit as tables, below its figure."""

from quintain.courseware.html.blocks import Page
from quintain.courseware.html.tags import Html, tag, without_tags
from quintain.packs.model.exhibit import Exhibit, Table


def draw_numbers(page: Page, exhibit: Exhibit) -> Html:
    """Return the numbers of an exhibit, which a reader opens."""
    words = tag("summary", {}, "The numbers as a table")
    return tag("details", {"class": "numbers"}, words, *(_table(page, table) for table in exhibit.tables))


def _table(page: Page, table: Table) -> Html:
    title = page.inline(table.title)
    head = (tag("th", {"scope": "col"}, page.inline(cell)) for cell in table.columns)
    rows = (tag("tr", {}, *_cells(page, row)) for row in table.rows)
    drawn = tag(
        "table",
        {},
        tag("caption", {}, title),
        tag("thead", {}, tag("tr", {}, *head)),
        tag("tbody", {}, *rows),
    )
    label = {"class": "table-place", "tabindex": "0", "role": "group", "aria-label": without_tags(title)}
    return tag("div", label, drawn)


def _cells(page: Page, row: tuple[str, ...]) -> tuple[Html, ...]:
    first, *others = row
    return (tag("th", {"scope": "row"}, page.inline(first)), *(tag("td", {}, page.inline(cell)) for cell in others))
