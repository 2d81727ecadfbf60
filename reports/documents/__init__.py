"""Files that leave the house: Word, PDF, slides and workbooks made from one snapshot."""
