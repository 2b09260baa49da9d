"""Tracks: positions of each vessel in segments, on common ticks, near each other."""
