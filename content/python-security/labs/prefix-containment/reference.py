"""As a string, /lab/pages-staff begins with /lab/pages."""

from target import run

print(run("website.py", "show", "../pages-staff/exam.html").out)
