"""What lasts until a day lasts to its end, in the zone of the Party."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nap_tracker import clock


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", datetime(2026, 6, 2, 0, 0, tzinfo=UTC)),
        ("Asia/Ulaanbaatar", datetime(2026, 6, 1, 16, 0, tzinfo=UTC)),
        ("America/Lima", datetime(2026, 6, 2, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_there(zone: str, moment: datetime) -> None:
    assert clock.end_of(date(2026, 6, 1), zone) == moment
    assert clock.last_day(moment, zone) == date(2026, 6, 1)


def test_today_is_a_date_there() -> None:
    ahead, behind = clock.today("Pacific/Kiritimati"), clock.today("Pacific/Pago_Pago")
    assert (ahead - behind).days in (1, 2)


def test_zones_are_places() -> None:
    zones = clock.time_zones()
    assert {"UTC", "Africa/Accra", "Asia/Vientiane"} <= set(zones)
    assert not any(zone.startswith("Etc/") or zone == "EST" for zone in zones)


def test_made_up_history_has_its_own_time() -> None:
    then = datetime(2021, 2, 1, 12, tzinfo=UTC)
    with clock.standing_at(then):
        assert clock.now() == then
    assert clock.now() > then


def test_only_sample_data_are_told_in_another_time() -> None:
    callers = {
        path.name
        for path in Path(clock.__file__).parent.rglob("*.py")
        if "standing_at" in path.read_text("utf-8")
    }
    assert callers == {"clock.py", "sample_facts.py", "sample_progress.py"}
