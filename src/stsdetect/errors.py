"""Every error stsdetect raises on purpose.

* StsdetectError
  x InputError            the user's file or flag is wrong
    + FormatError           a source file does not look like its format
    + SchemaError           a table breaks its schema
  x ConfigError           a parameter makes no sense
  x StoreError            the store is damaged, or in use by another run
  x UnfinishedError       part of the work failed; the rest is done and kept

The command line shows each of them as one line and ends with exit code 2; 3 when part
of the work is done, so that whoever started it knows to start it again.
"""

__all__ = [
    "ConfigError",
    "FormatError",
    "InputError",
    "SchemaError",
    "StoreError",
    "StsdetectError",
    "UnfinishedError",
]


class StsdetectError(Exception):
    """Base of every error that stsdetect raises on purpose."""


class InputError(StsdetectError):
    """The user's file or flag is wrong."""


class FormatError(InputError):
    """A source file does not look like any known format, or like the one named."""


class SchemaError(InputError):
    """A table breaks its schema."""


class ConfigError(StsdetectError, ValueError):
    """A parameter makes no sense; a ValueError, so that pydantic gathers several."""


class StoreError(StsdetectError):
    """The store is damaged, or in use by another run."""


class UnfinishedError(StsdetectError):
    """Part of the work failed; the rest is done and kept for the next run."""
