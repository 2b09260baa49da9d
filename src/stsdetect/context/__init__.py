"""Context: where an event took place and whose vessels took part."""
