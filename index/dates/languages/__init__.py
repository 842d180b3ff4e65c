"""How each language speaks of time: its words, and the rules that combine them."""
