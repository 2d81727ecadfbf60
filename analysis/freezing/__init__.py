"""A month or a quarter made final: what must be there, what it says, what was corrected since."""
