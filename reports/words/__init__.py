"""Levels, numbers and days as Chinese words."""
