"""Count the ways to read four letters with a repetition inside a repetition."""

from ways import letter, many, ways

if __name__ == "__main__":
    print(ways(many(many(letter)), "aaaa"))
