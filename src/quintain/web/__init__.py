"""The page kit that all rooms share: error pages, headers, Markdown, code, live messages and the base templates."""
