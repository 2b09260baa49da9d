"""Desk: the report of a run on this machine, where analysts say what they see."""
