"""Compute the figures in the documentation."""
