"""What a form becomes when it updates the attributes of an object."""

from types import SimpleNamespace

if __name__ == "__main__":
    user = SimpleNamespace(name="zoe", is_admin=False)
    user.__dict__.update({"name": "Zoe", "is_admin": True})
    print(user)
