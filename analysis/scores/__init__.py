"""Scores of a day: tasks, projects, units, leaders, and what differs between two days."""
