"""Follow feeds: fetch them politely, store articles durably, and read them as a corpus."""
