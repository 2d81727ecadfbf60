"""Scores over time: every day replayed from what was known on it, and the level that stands."""
