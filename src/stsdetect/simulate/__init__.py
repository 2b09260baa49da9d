"""Simulate: a small sea with known truth, fictional vessels only."""
