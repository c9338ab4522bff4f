"""The same two risks on one matrix, with the steps of impact numbered in two ways."""

LIKELIHOOD = {"unlikely": 2, "likely": 4}
IMPACT = {
    "1, 2, 3, 4, 5": {"limited": 2, "severe": 4},
    "1, 10, 100, 1000, 10000": {"limited": 10, "severe": 1000},
}

for numbering, impact in IMPACT.items():
    print("impact numbered", numbering)
    for how_likely, how_bad in (("likely", "limited"), ("unlikely", "severe")):
        print(f"  {how_likely:8} x {how_bad:7} = {LIKELIHOOD[how_likely] * impact[how_bad]:5}")
