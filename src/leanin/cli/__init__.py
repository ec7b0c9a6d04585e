"""The commands, one file a group, each thin."""
