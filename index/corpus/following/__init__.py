"""Feeds that are followed: fetched with restraint, kept durably, read as any other corpus."""
