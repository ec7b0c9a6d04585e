"""Drills: one rupture statement at a time, one reply, the grade at once, and again until it is there.

The core of them, without a screen: what can be drilled, what comes next, how hard, which hints, and what is kept.
`docs/practice.md` states the rules and their sources.
"""
