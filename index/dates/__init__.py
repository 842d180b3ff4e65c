"""Time in text: expressions found, and resolved to days as precisely as the text allows.

``plain`` writes a text plainly, ``tokens`` cuts it, ``languages`` says what its words mean and how
they combine, ``grammar`` combines them to ``expressions``, ``calendar`` does their arithmetic.
``sentences`` and ``clauses`` tell where the verb of an expression looks, ``polarity`` whether what
is said of it holds, and ``resolution`` reads it in their light and in that of the article's date:
what comes of it is a ``timeline``.
"""
