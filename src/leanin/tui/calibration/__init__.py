"""Calibration: an educator's rounds, grading blind, and what came of it."""
