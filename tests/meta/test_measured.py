"""The README's table holds what a bench said, in its marks, and nothing else of the page changes."""

from __future__ import annotations

import pytest
from dev.measured import BLOCK, README, ROOT, ROWS, draw, figures, placed


def test_the_last_line_of_a_bench_becomes_rows(capsys: pytest.CaptureFixture[str]) -> None:
    printed = 'a table\n\n{"append_p50_ms": 4.06, "reopen_p50_ms": 21}\n'
    rows = draw(figures("bench/journal.py", printed), "2 cores").splitlines()
    assert "| writing a turn to disk, median | 4.1 ms |" in rows
    assert "append_p99_ms" in capsys.readouterr().err


def test_a_bench_without_figures_is_an_error() -> None:
    with pytest.raises(ValueError):
        figures("bench/journal.py", "a table and no more\n")


def test_every_figure_is_one_that_its_bench_names() -> None:
    for bench, rows in ROWS.items():
        path = ROOT / bench
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert [key for key, _, _ in rows if text and f'"{key}"' not in text] == []


def test_only_the_block_changes() -> None:
    page = README.read_text(encoding="utf-8")
    before, after = page.split("<!-- measured -->")[0], page.split("<!-- /measured -->")[1]
    drawn = placed(page, draw([("append, p50", "4.1 ms")], "2 cores"))
    assert drawn.startswith(before)
    assert drawn.endswith(after)
    assert "| append, p50 | 4.1 ms |" in drawn
    assert len(BLOCK.findall(drawn)) == 1
