"""What people get to see when nothing could be done."""

__all__ = ["LedgerError", "PasswordNeeded"]


class LedgerError(ValueError):
    """Nothing could be done; the message is one Chinese sentence for the person at the screen.

    `refused` are the files that a load could not take in (`ledgers.intake.Refused`), where that is why.
    """

    refused: tuple = ()


class PasswordNeeded(LedgerError):
    """The file is locked, and no password or a wrong one was given: asking for it helps."""
