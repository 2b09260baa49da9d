"""Export: candidates as files that other tools open."""
