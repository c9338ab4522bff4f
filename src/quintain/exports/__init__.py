"""What leaves the classroom for other tools: a lab as a folder, a verdict as JUnit XML or SARIF, rules of linters.

Everything here is made of what a learner may see: no solution, no hidden test and no payload of a hidden attack. It
knows no page and no database, so that a command needs neither.
"""
