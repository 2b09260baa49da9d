"""Ingest: files in, a store of positions and particulars out."""
