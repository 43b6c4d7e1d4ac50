"""Commands say what was wrong by the option as typed, in the form that they take."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agencies import clock
from reports.models import Edition
from reports.periods import month_of

pytestmark = pytest.mark.django_db


def refused(line: str) -> str:
    with pytest.raises(CommandError) as told:
        call_command(*line.split())
    assert told.value.returncode == 2
    return str(told.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "figures cases --from 13/31/2025",
            "--from: Tanggal tidak dikenal. Tulis seperti 2025-03-07.",
        ),
        (
            "compile --from 2025-11-01 --to 2025-31-11",
            "--to: Tanggal tidak dikenal. Tulis seperti 2025-03-07.",
        ),
        (
            "figures victims --age-group anak",
            "--age-group: Nilai “anak” tidak dikenal. Yang ada: child, adult,",
        ),
        ("figures cases --has-lp ya", "--has-lp: Nilai “ya” tidak dikenal."),
        ("figures cases --lead-agency x", "--lead-agency: Nilai “x” tidak dikenal."),
        ("figures cases --known-at x", "--known-at: Saat tidak dikenal."),
        ("figures kasus", "figure: Pilih salah satu angka"),
        ("figures cases --as nobody", "--as: Tidak ada pengguna aktif nobody."),
        ("compile --region 99 --from 2025-11-01 --to 2025-11-30", "--region: Wilayah"),
        ("compile_month 11/2025", "month: Bulan tidak dikenal. Tulis seperti 2025-11."),
        ("monthly_report --month 2025-13 --out x", "--month: Bulan tidak dikenal."),
        ("monthly_report --region 99 --month 2025-11 --out x", "--region: Wilayah"),
        ("reproduce", "--all"),
    ],
)
def test_what_is_wrong_is_told_by_its_option_with_exit_status_2(line, words):
    assert words in refused(line)


def test_days_to_come_are_compiled_only_as_the_running_month_and_said_so():
    month = month_of(clock.latest_today())
    tomorrow = clock.latest_today() + timedelta(days=1)
    year = f"--from {month.first.year}-01-01 --to {tomorrow}"
    assert "--to: Belum tiba." in refused(f"compile --region 64 {year}")
    assert "month: Belum tiba." in refused(f"compile_month {month.last.year + 1}-01")
    assert not Edition.objects.exists()
    out, warned = StringIO(), StringIO()
    span = {"from": f"{month.first}", "to": f"{month.last}"}
    call_command("compile", region="64", **span, stdout=out, stderr=warned)
    assert ("belum berakhir" in warned.getvalue()) == month.has_not_ended
    assert Edition.objects.get().number in out.getvalue()
