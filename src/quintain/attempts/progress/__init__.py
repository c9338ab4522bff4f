"""How far learners are in their labs, one of them or a class."""
