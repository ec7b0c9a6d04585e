"""Browsing eval runs: the list of runs, what one found, its results, and one result in full."""
