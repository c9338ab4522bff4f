"""A possessive repetition that takes what the rest of the pattern needs."""

import re

if __name__ == "__main__":
    print(re.match(r'".*+"', '"abc"'))
