"""Sharing: what teams tell each other, under a key that they hold together."""
