"""Red and yellow flags: proposed by rule, vetoed, objected to, decided by people."""
