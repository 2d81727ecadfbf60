"""What the pages share: the session's choices, cached data, widgets. No address leads here."""
