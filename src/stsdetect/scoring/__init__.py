"""Scoring: from leads to ranked candidates, with reasons."""
