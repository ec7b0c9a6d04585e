"""Scripted runs that measure evaluators and clients: suites, runner, metrics, reports."""
