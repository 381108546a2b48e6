"""The bench's ruler on tracks whose answer is known: tones and silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from voice_ruler import Tracks, beginnings, falls_silent, longest_gap, measure, median, p, ratio, words_wrong
from voice_stage import HEARD_RATE, Sound
from voice_table import figures, split_of

RATE = 24_000


def track(seconds: float, *sounding: tuple[float, float], loud: float = 0.2) -> Sound:
    """A tone in the given spans."""
    out = np.zeros(round(seconds * RATE), np.float32)
    for start, end in sounding:
        at = np.arange(round(start * RATE), round(end * RATE))
        out[at] = loud * np.sin(at / 20)
    return out


def tracks(agent: Sound, **more: object) -> Tracks:
    return Tracks(np.zeros(HEARD_RATE, np.float32), agent, RATE, **more)  # type: ignore[arg-type]


def test_latency_is_from_the_end_of_speech_to_the_first_audible_sound() -> None:
    measured = measure(tracks(track(8, (3.2, 5.0))), [(0.5, 2.0)])
    assert measured.latencies == [pytest.approx(1.2, abs=0.011)] and measured.cut_off == 0  # type: ignore[reportUnknownMemberType]


def test_too_soft_to_hear_is_no_reply() -> None:
    measured = measure(tracks(track(8, (3.2, 5.0), loud=0.002)), [(0.5, 2.0)])
    assert measured.latencies == [None] and measured.unanswered == 1


def test_a_reply_inside_a_turn_is_a_cut_off_without_a_latency() -> None:
    measured = measure(tracks(track(9, (1.2, 1.6), (4.0, 6.0))), [(0.5, 3.0)], [(1.0, 1.5)])
    assert (measured.latencies, measured.cut_off, measured.chances, measured.unanswered) == ([None], 1, 1, 0)


def test_each_turn_has_its_own_reply_and_a_breath_begins_none() -> None:
    agent = track(20, (3.0, 4.0), (4.2, 5.0), (12.5, 14.0))
    assert beginnings(agent, RATE) == [3.0, 12.5]
    assert measure(tracks(agent), [(0.5, 2.0), (8.0, 12.0)]).latencies == [1.0, 0.5]


def test_a_gap_is_a_loudspeaker_with_nothing_to_play_inside_one_reply() -> None:
    spans = [[1, 2.0, 3.0], [1, 3.4, 5.0], [2, 9.0, 9.5]]
    assert longest_gap(spans) == pytest.approx(0.4)  # type: ignore[reportUnknownMemberType]
    assert longest_gap(spans, stops=[3.1]) == 0.0
    assert longest_gap([]) == 0.0


def test_a_barge_in_has_a_time_to_softer_and_to_silent() -> None:
    agent = track(12, (3.0, 5.4))
    spans, gains = [[1, 3.0, 5.4]], [[5.12, 0.25], [5.4, 1.0]]
    measured = measure(tracks(agent, spans=spans, gains=gains, stops=[5.4]), [(0.5, 2.0)], interjected=(5.0, 6.5))
    assert measured.barge_in is True
    assert measured.duck == pytest.approx(0.12) and measured.silent == pytest.approx(0.4, abs=0.011)  # type: ignore[reportUnknownMemberType]


def test_a_reply_that_goes_on_over_the_person_is_a_failed_barge_in() -> None:
    agent = track(14, (3.0, 12.0))
    measured = measure(tracks(agent, spans=[[1, 3.0, 12.0]]), [(0.5, 2.0)], interjected=(5.0, 6.5))
    assert measured.barge_in is False and measured.duck is None


def test_where_the_reply_was_ending_anyway_there_is_nothing_to_break_into() -> None:
    for end in (4.9, 5.3):
        agent = track(12, (3.0, end))
        measured = measure(tracks(agent, spans=[[1, 3.0, end]]), [(0.5, 2.0)], interjected=(5.0, 6.5))
        assert measured.barge_in is None


def test_a_noise_that_stops_her_is_a_false_barge_in_and_a_pause_for_it_is_timed() -> None:
    agent, spans = track(14, (3.0, 12.0)), [[1, 3.0, 12.0]]
    through = measure(
        tracks(agent, spans=spans, gains=[[5.1, 0.25], [5.75, 1.0]]), [(0.5, 2.0)], interjected=(5.0, 5.5), noise=True
    )
    assert through.false_barge_in is False and through.goes_on == pytest.approx(0.25)  # type: ignore[reportUnknownMemberType]
    stopped = measure(tracks(agent, spans=spans, stops=[5.6]), [(0.5, 2.0)], interjected=(5.0, 5.5), noise=True)
    assert stopped.false_barge_in is True and stopped.goes_on is None


def test_her_own_echo_stops_her_or_does_not() -> None:
    agent, spans = track(9, (3.0, 8.0)), [[1, 3.0, 8.0]]
    assert measure(tracks(agent, spans=spans), [(0.5, 2.0)], echo=True).false_barge_in is False
    assert measure(tracks(agent, spans=spans, stops=[4.0]), [(0.5, 2.0)], echo=True).false_barge_in is True


@given(st.floats(0, 3), st.floats(0.6, 3))
def test_silence_is_found_where_it_begins(start: float, long: float) -> None:
    agent = track(8, (0.0, start + 0.02))
    silent = falls_silent(tracks(agent[: round((start + 0.02 + long) * RATE)]), 0.0)
    assert silent is not None and start <= silent <= start + 0.04


@given(st.lists(st.floats(0, 60), min_size=1), st.floats(0, 0.999))
def test_a_percentile_is_one_of_the_values_and_grows(values: list[float], share: float) -> None:
    found = p(values, share)
    assert found in values
    higher = p(values, min(0.999, share + 0.1))
    assert found is not None and higher is not None and found <= higher


def test_nineteen_of_twenty_are_the_95_per_cent() -> None:
    assert p([float(n) for n in range(20)], 0.95) == 18.0 and p([1.0, 2.0, 9.0], 0.5) == 2.0


def test_of_nothing_there_is_no_figure() -> None:
    assert (p([], 0.5), median([]), ratio(1.0, None), ratio(None, 2.0)) == (None, None, None, None)
    assert figures([], "piper", None)["keys"]["ours_p50_s"] is None


def test_words_are_compared_without_case_and_marks() -> None:
    assert words_wrong("You had a long day,", "you had a long day") == 0
    assert words_wrong("You had a long day,", "You had a day then") == 2


def test_the_split_adds_up_to_the_way_from_the_turn_to_the_sound() -> None:
    notes = [[1.0, "pause"], [2.4, "reply so"], [2.38, "asked"], [2.7, "token"], [2.9, "delta You"], [3.3, "play"]]
    split = split_of(notes, 2.0)
    assert split == {"turn": 0.4, "asked": 0.0, "token": 0.3, "phrase": 0.2, "play": 0.4}
    assert split_of([[1.0, "pause"]], 2.0) == {}


def row(scene: str, system: str, *latencies: float | None, **more: object) -> dict[str, object]:
    blank = {"cut_off": 0, "chances": 1, "unanswered": 0, "gap": 0.0, "duck": None, "silent": None, "barge_in": None}
    blank |= {"false_barge_in": None, "goes_on": None, "paused": False, "split": {}}
    return {"scene": scene, "system": system, "latencies": list(latencies)} | blank | more


def test_a_ratio_is_of_scenes_that_both_were_run_on() -> None:
    rows = [row("a", "ours", 1.0), row("b", "ours", 9.0), row("a", "stock", 4.0)]
    keys = figures(rows, "piper", {"p95_ms": 12.0})["keys"]
    assert keys["ratio_stock_p50"] == 0.25 and keys["n"] == 2 and keys["overhead_p95_ms"] == 12.0
    assert keys["ratio_tuned_p50"] is None


def test_cut_offs_are_counted_over_pauses_where_pauses_are_marked() -> None:
    rows = [row("a", "ours", None, cut_off=1, chances=2, paused=True), row("b", "ours", 1.0, chances=1)]
    assert figures(rows, "piper", None)["keys"]["false_cutoffs"] == 0.5
