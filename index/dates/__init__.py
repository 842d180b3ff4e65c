"""Find time expressions in text, and resolve them to periods as precise as the text allows.

The steps are:

- ``plain`` normalizes the characters of a text, and ``tokens`` splits it into tokens.
- ``languages`` has a lexicon and rules for each language. ``grammar`` applies them, which yields
  ``expressions``, whose arithmetic is in ``calendar``.
- ``sentences``, ``clauses`` and ``polarity`` determine whether the clause of an expression refers
  to the past or the future, and whether it affirms the time.
- ``resolution`` resolves each expression with this context and the date of the article. The result
  is a ``timeline`` of mentions.

**Direction** is a number from -1 (past) to 1 (future), 0 if unknown; fractions are less certain.
"""
