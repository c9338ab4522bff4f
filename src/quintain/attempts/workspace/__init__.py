"""The texts that a learner types in a lab: saved, copied, settled and exported."""
