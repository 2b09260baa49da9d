"""Data that ships with stsdetect; sources and licences are in the README beside it."""
