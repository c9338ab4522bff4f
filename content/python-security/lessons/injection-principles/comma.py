"""What a comma does to a comparison."""

from sentences import affordable

if __name__ == "__main__":
    answer = affordable(900, "20, True")
    print(answer, bool(answer))
