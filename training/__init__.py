"""How the reader's weights were made: ``python -m training.reader --data FOLDER``."""
