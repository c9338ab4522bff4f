"""What templates draw of a submission, and what scripts are sent of it."""
