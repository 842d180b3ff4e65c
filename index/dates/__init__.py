"""Dates in text."""
