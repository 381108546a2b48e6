"""The README's table holds what a bench said, in its marks, and nothing else of the page changes."""

from __future__ import annotations

import pytest
from dev.measured import BLOCK, README, draw, figures, placed


def test_the_last_line_of_a_bench_becomes_rows() -> None:
    printed = 'a table\n\n{"readme": [["append, p50", "4.1 ms"]], "p50_ms": 4.1}\n'
    assert "| append, p50 | 4.1 ms |" in draw(figures(printed), "2 cores")


def test_a_bench_without_figures_is_an_error() -> None:
    with pytest.raises(ValueError):
        figures("a table and no more\n")


def test_only_the_block_changes() -> None:
    page = README.read_text(encoding="utf-8")
    before, after = page.split("<!-- measured -->")[0], page.split("<!-- /measured -->")[1]
    drawn = placed(page, draw([("append, p50", "4.1 ms")], "2 cores"))
    assert drawn.startswith(before)
    assert drawn.endswith(after)
    assert "| append, p50 | 4.1 ms |" in drawn
    assert len(BLOCK.findall(drawn)) == 1
