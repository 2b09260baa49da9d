"""Imagery: vessels that radar, optical or night-light images show, against AIS."""
