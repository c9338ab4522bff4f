"""What html.escape in the form would store, and what the nightly list would still bring."""

from html import escape

if __name__ == "__main__":
    print("form:", escape("Ada's saw"))
    print("list:", "<img src=x onerror=steal()>")
