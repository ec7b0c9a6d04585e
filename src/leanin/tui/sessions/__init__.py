"""Sessions of the past."""
