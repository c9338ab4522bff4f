"""The same four findings, after the archive reader's EPSS has risen overnight."""

from dataclasses import replace

from rank import FINDINGS, rank

NEW_EPSS = {"archive reader, staff upload": 0.90}

if __name__ == "__main__":
    rank([replace(each, epss=NEW_EPSS.get(each.name, each.epss)) for each in FINDINGS])
