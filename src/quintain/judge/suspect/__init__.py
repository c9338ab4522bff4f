"""The suspect as the judge sees it: questions, files, canaries, the tripwire, evidence, and the oracles."""
