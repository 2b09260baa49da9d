"""Disk: files written whole or not at all, locks, and stores of objects far away."""
