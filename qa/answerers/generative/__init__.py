"""A language model proposes claims, and code shows those that it can prove."""
