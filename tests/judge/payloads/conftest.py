"""Hypothesis draws seeds here; forty of them a property, none of them timed."""

from hypothesis import settings

settings.register_profile("payloads", max_examples=40, deadline=None)
settings.load_profile("payloads")
