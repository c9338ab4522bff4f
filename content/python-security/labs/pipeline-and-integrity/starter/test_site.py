"""Tests of the site: python test_site.py. The pipeline runs them for each pull request."""

import json
from pathlib import Path

prices = json.loads(Path("prices.json").read_text(encoding="utf-8"))
assert set(prices) == {"adult", "child"}, "a price is missing"
for name, price in prices.items():
    assert float(price) > 0, f"no price: {name}"

page = Path("site/pay.html").read_text(encoding="utf-8")
for field in ("number", "expires", "code"):
    assert f'name="{field}"' in page, f"the field {field} is missing"

print("The site is fine.")
