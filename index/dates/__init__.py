"""Time in text: expressions found, and resolved to days as precisely as the text allows.

``tokens`` cuts a text, ``languages`` says what its words mean and how they combine, ``grammar``
combines them to ``expressions``, ``calendar`` does their arithmetic, and ``resolution`` reads them
in the light of the sentence, the article and its date.
"""
