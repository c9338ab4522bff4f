"""The same ten forgeries, sent to the careful shop."""

from photos import FORGED, careful, order

honest = order(careful)
for source, value in FORGED.items():
    forged = order(careful, **{source: value})
    changed = [name for name in forged if forged[name] != honest[name]]
    print(f"{source:16}", "refused" if not forged else "ignored" if not changed else f"{changed[0]}: {forged[changed[0]]}")
