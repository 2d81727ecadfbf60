"""Why a number is what it is, down to the cell."""
