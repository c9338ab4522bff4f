"""What int() and isinstance() accept."""

for text in ("42", " 42\n", "4_2", "٤٢", "+42", "0042"):
    print(f"int({text!a}) is {int(text)}")
print("isinstance(True, int) is", isinstance(True, int), "and True + True is", True + True)
