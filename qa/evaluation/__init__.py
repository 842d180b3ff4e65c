"""Measure retrieval and answers on folders in the BEIR layout, and on questions about news."""
