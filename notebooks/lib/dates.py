"""Helpers for dates, imported by notebooks: a plain workspace file, since it has no notebook header."""

from datetime import date, timedelta


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
