"""Attempts judged again after their lab has changed: runs in the background, and reports of what is another verdict.

No verdict of an attempt is ever replaced: what the judge says now is stored beside it.
"""
