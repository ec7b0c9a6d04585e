"""Calibration: an educator grades replies blind and sees how far labels, evaluator and other educators agree."""
