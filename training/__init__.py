"""Train the reader's weights: ``python -m training.reader --data FOLDER``."""
