"""What a learner takes home of labs: a checklist for their own code, rules of linters, and a lab as a folder."""
