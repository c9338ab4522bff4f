"""Test that a page keeps its shape: the same tags and attributes with an attack as with a normal value."""

from fixed import greeting
from sentences import greeting as interpolated
from sentences import tags

NORMAL, ATTACK = "anna", '" onmouseover="steal()'


def shape(page):
    return [(tag, list(attributes)) for tag, attributes in tags(page)]


def test_an_attack_stays_one_leaf():
    assert shape(greeting(ATTACK)) == shape(greeting(NORMAL))


if __name__ == "__main__":
    test_an_attack_stays_one_leaf()
    print("fixed:       ", shape(greeting(ATTACK)))
    print("interpolated:", shape(interpolated(ATTACK)))
