"""What is known at a day: of all rows of a snapshot those that count then, as plain tables and arrays."""
