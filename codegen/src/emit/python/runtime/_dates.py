"""Dates: of RFC 3339 in a body, of HTTP in a header. They read no clock."""

from __future__ import annotations

import re
from datetime import date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_SHORT = rf"(?P<weekday>{'|'.join(day[:3] for day in _DAYS)})"
# IMF-fixdate, RFC 850's form, asctime's form.
_FORMS = [
    re.compile(form)
    for form in (
        rf"{_SHORT}, (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} GMT",
        rf"(?P<weekday>{'|'.join(_DAYS)}), (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} GMT",
        rf"{_SHORT} {_MONTH} (?P<day>[ 0-9][0-9]) {_TIME} (?P<year>[0-9]{{4}})",
    )
]


def timestamp(text: str) -> int | None:
    """The seconds since 1970, rounded up, of a date and time of RFC 3339."""
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    fraction, sign, ahead_hour, ahead_minute = found.groups()[6:]
    ahead = int(ahead_hour or 0) * 60 + int(ahead_minute or 0)
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 60:
        return None
    if int(ahead_hour or 0) > 23 or int(ahead_minute or 0) > 59:
        return None
    try:
        # Python has no year 0. The calendar repeats every 400 years.
        days = date(year or 400, month, day).toordinal() - (0 if year else _DAYS_OF_400_YEARS) - _EPOCH
    except ValueError:
        return None
    seconds = hour * 3600 + minute * 60 + second + bool((fraction or "").strip("0"))
    return days * 86_400 + seconds - (-ahead if sign == "-" else ahead) * 60


_EPOCH = date(1970, 1, 1).toordinal()
_DAYS_OF_400_YEARS = 146_097


def http(text: str) -> int | None:
    """The seconds since 1970 of an HTTP date, from 1970 to 9999."""
    found = next(filter(None, (form.fullmatch(text.strip()) for form in _FORMS)), None)
    if not found:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 70 else 1900
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    try:
        day = date(year, _MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return None
    is_valid = year >= 1970 and hour < 24 and minute < 60 and second < 60
    if not is_valid or not _DAYS[day.weekday()].startswith(found["weekday"]):
        return None
    return (day.toordinal() - _EPOCH) * 86_400 + hour * 3600 + minute * 60 + second


def http_text(text: str) -> str | None:
    """An HTTP date as an IMF-fixdate."""
    seconds = http(text)
    if seconds is None:
        return None
    days, seconds = divmod(seconds, 86_400)
    day = date.fromordinal(days + _EPOCH)
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{_DAYS[day.weekday()][:3]}, {day.day:02} {_MONTHS[day.month - 1]} {day.year:04} {time} GMT"
