"""Let a language model propose claims, and show those that code proves."""
