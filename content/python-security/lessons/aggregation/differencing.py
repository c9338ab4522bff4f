"""Publish the map before and after one person has left, and subtract."""

from heat import K, count_people, publish
from town import ADA, runners

if __name__ == "__main__":
    crowd = runners()
    (ada,) = (each for each in crowd if each.name == ADA)
    monday = publish(count_people(crowd), K)
    tuesday = publish(count_people(each for each in crowd if each is not ada), K)
    changed = {cell for cell in monday if monday[cell] != tuesday[cell]}
    print(f"smallest number on either map: {min(*monday.values(), *tuesday.values())}")
    print(f"cells that changed: {len(changed)}, all of them on Ada's route: {changed <= ada.cells}")
    print(f"Ada's route has {len(ada.cells)} cells")
    nearest = min(abs(x - ada.home[0]) + abs(y - ada.home[1]) for x, y in changed)
    print(f"distance from her home to the nearest of them: {nearest} cells")
