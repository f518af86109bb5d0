"""How many days of a period a country works: weekends and public holidays off, make-up days on."""

from __future__ import annotations

from datetime import timedelta

from kefu.findings import Period


def working_days(country: str, period: Period) -> int:
    """Working days of the period in a country (ISO 3166 code); its calendar is that of the library ``holidays``."""
    import holidays

    calendar = holidays.country_holidays(country)
    return int(calendar.get_working_days_count(period.start, period.end - timedelta(days=1)))
