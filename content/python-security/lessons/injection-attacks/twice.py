"""A value that is interpolated into a template before the template is filled."""

if __name__ == "__main__":
    name = "{desk.__class__}"
    print(f"Dear {name}, your desk is {{desk}}".format(desk=3))
    print("Dear {name}, your desk is {desk}".format(name=name, desk=3))
