"""What signing in is made of: forms, codes, and what Quintain does otherwise than allauth."""
