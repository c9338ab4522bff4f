"""What tests share."""


def is_refused(answer):
    """Whether an answer turns somebody away. With which status of an error, and in which words, a fix may decide."""
    return 400 <= answer.status_code < 500
