"""Readers: one module per format of files, each giving the raw records of a file."""
