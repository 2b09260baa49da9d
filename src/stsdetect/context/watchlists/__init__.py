"""Watch lists that users bring: read as published, and matched to vessels."""
