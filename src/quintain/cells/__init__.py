"""Which of several web processes, the cells, has a class's shared editors, terminals and previews.

A class, or a person without one, is a *partition*: at each moment it belongs to one cell at most. The database decides:
ownership is taken by one statement with a condition, and has an *epoch*, a number that is never given twice. What is
written for a partition carries owner and epoch, so that a cell that has lost it writes nothing more. One process alone
on its database is no cell: nothing here asks or writes anything then.
"""
