"""The settings in the app."""
