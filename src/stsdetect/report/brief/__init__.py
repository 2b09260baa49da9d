"""Brief: one document for a period, for readers who were not at the screen."""
