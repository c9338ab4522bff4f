"""The look, part by part: one page that shows every component in every state with the real templates."""
