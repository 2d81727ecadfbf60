"""What goes back to the clerk: his own workbook with the findings in it, and blank ledgers to fill in."""
