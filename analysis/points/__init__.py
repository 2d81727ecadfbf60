"""预扣分 and bonus as entries of an account."""
