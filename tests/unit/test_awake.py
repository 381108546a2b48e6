"""What is compiled before somebody waits is what a turn needs."""

from __future__ import annotations

from samantha.care.crisis import notice_danger
from samantha.care.tongue import rule
from samantha.conversation.awake import wake
from samantha.conversation.manner import faults


def test_after_waking_a_turn_compiles_no_rule() -> None:
    rule.cache_clear()
    wake.cache_clear()
    wake()
    compiled = rule.cache_info().misses
    assert compiled > 50
    for words in ("The boat was cold, and I went home by the river.", "I had a long day.", "Good morning."):
        notice_danger(words)
        faults(words)
    assert rule.cache_info().misses == compiled
