"""The turn loop: events, the record they add up to, the engine and the outcome."""
