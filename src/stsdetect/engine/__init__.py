"""Engine: how windows of a run are worked off."""
