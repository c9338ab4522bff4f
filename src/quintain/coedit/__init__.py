"""Two people type in one editor: a student who has let an instructor in, and the instructor."""
