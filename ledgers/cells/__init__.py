"""What one cell says, and a column of them."""
