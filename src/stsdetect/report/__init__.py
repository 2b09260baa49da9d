"""Report: the ranked list as one page that needs no network."""
