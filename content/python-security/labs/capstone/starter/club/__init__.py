"""The members' server of a rowing club."""
