"""Help, made from what the screens really do."""
