"""What a column is: its heading, the words offices write there, the kind of table it makes."""
