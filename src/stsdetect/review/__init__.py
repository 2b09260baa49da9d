"""Review: what analysts say of candidates, and which to look at next."""
