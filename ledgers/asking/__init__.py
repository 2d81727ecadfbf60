"""What a person is asked about a draft: columns, names of units, cells, held rows, and what the guards noticed."""
