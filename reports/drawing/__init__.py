"""Charts: a table in, a figure out, all on one canvas."""
