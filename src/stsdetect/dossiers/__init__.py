"""Dossiers: what is handed on of a run: cases, periodic briefs, exchanges."""
