"""Conformance suites: what any implementation of an extension point must do."""
