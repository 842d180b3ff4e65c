"""What the numbers in the documentation are made with."""
