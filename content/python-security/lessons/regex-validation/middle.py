"""Two mistakes in the middle of a pattern: the precedence of |, and a dot that is not escaped."""

import re

PATTERNS = {
    "^anna|otto$": ("anna", "annabel", "lotto"),
    "^(anna|otto)$": ("anna", "annabel", "lotto"),
    "www.tea.example": ("www.tea.example", "wwwxtea.example"),
    r"www\.tea\.example": ("www.tea.example", "wwwxtea.example"),
}

if __name__ == "__main__":
    for pattern, values in PATTERNS.items():
        accepted = [value for value in values if re.search(pattern, value)]
        print(f"{pattern:20} {', '.join(accepted)}")
