"""A text includes a file that is not in the folder of the parts."""

from target import letter

print(letter("#include ../keys/boarding.txt"))
