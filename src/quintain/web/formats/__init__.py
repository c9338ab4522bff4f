"""How dates are written in the languages that come with Quintain; Django has formats for all others."""
