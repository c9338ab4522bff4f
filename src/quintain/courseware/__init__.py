"""Writes what people take home from a course: documents that are made of the pack, and of nothing else.

`editions` lists what there is, and its table of formats is the place where another is added. `contents` chooses what of
the pack an edition holds; no edition for learners is handed a solution, a hint, a debrief or an instructor's note.
`building` writes one edition to a file. This room knows no database and no page.
"""
