"""Other users may read the draft until its mode is changed. They open it in time and read it later."""

from target import export, seen, watch

watch()
export("2026-10")
print(seen())
