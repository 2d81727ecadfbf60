"""From a grid of cells to its tables: titles, heading rows, data rows, and what is told about them."""
