"""One encoder, three places of the same page."""

from html import escape

from sentences import tags

PLACES = {
    "between quotes": '<p title="{}">',
    "without quotes": "<p title={}>",
    "as an address": '<a href="{}">',
}
VALUES = ('" onclick="steal()', "x onclick=steal()", "javascript:steal()")

if __name__ == "__main__":
    for place, template in PLACES.items():
        for value in VALUES:
            ((_, attributes),) = tags(template.format(escape(value)))
            if "onclick" in attributes:
                result = "a new attribute"
            elif attributes.get("href", "").startswith("javascript:"):
                result = "a script"
            else:
                result = "only text"
            print(f"{place:15} {value:20} {result}")
