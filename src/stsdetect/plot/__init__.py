"""Plot: figures that draw on the Axes they are given."""
