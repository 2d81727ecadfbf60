"""From the bytes of an uploaded file, whatever it is, to sheets as grids of raw cells."""
