"""Trials: how good it is, on simulated seas and on labels, and what is learnt of it."""
