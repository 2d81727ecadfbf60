"""Planned against actual: the plan's curve, what has been reached, earned schedule."""
