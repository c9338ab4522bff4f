"""The phase *find*: marks on lines, judged against the lab's flawed places."""
