"""Chapters of a course pack as markup that is both HTML and XHTML: what the EPUB and the offline edition share.

A chapter is a lesson, a lab or a case study. What the two editions draw otherwise (questions, exhibits, exercises), and
where a chapter lies, is asked of a `Medium`.
"""
