"""The one exception that people get to see."""

__all__ = ["LedgerError"]


class LedgerError(ValueError):
    """Nothing could be done; the message is one Chinese sentence for the person at the screen."""
