"""What people read about one part of the mechanism: its rows, words and figures."""
