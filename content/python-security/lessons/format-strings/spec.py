"""What a template can do if it gets only a string."""

from ways import strings

for template in ("{name.__class__}", "{name.__init__.__globals__}", "{name:>2000000}"):
    try:
        text = strings(template)
        print(f"{template:30}{text if len(text) < 80 else f'{len(text)} characters'}")
    except AttributeError as error:
        print(f"{template:30}{error}")
