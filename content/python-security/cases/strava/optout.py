"""Let more and more people of the synthetic base opt out, and count what the map still shows."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "case-strava"))

from base import athletes, fence, heat, share

if __name__ == "__main__":
    everybody = athletes()
    others = [each for each in everybody if not each.on_base]
    soldiers = [each for each in everybody if each.on_base]
    print("stay on the map   every cell   cells with ten people")
    for number in (30, 15, 10, 9, 1, 0):
        people = others + soldiers[:number]
        print(f"{number:15}{share(fence(), heat(people)):>13}{share(fence(), heat(people, 10)):>24}")
