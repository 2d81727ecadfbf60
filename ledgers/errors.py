"""What people get to see when nothing could be done."""

__all__ = ["LedgerError", "PasswordNeeded"]


class LedgerError(ValueError):
    """Nothing could be done; the message is one Chinese sentence for the person at the screen.

    `refused` is name and reason of each file, where several were tried.
    """

    refused: tuple[tuple[str, str], ...] = ()


class PasswordNeeded(LedgerError):
    """The file is locked, and no password or a wrong one was given: asking for it helps."""
