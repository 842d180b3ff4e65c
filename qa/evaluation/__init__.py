"""Retrieval and quotes scored on folders in the BEIR layout."""
