"""Tables, cards, grids and key figures: small pieces that screens and documents are put together from."""
