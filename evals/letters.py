"""Letters out of interviews in files: is every sentence said, and does the audit tell true claims from planted.

    python evals/letters.py FILE.jsonl … --out DIR [--part NAME] [--limit N] [--worst] [--draft NAME]

Guarantees: no model; every case is a letter of its own; prints one table and, last, one JSON line. A sentence counts as
supported only where its ids name entries whose words stand at their place in the answers, and the audit finds nothing.
Does not: judge how a letter reads; blind readers do.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samantha.cli.write_files import Case, Made, case_of, letter_from, save
from samantha.letters.audit import Ground, build_ground, check
from samantha.letters.compose import Letter
from samantha.letters.reviewing import own_words


@dataclass
class Tally:
    """What was counted."""

    letters: int = 0
    empty: int = 0
    sealed: int = 0
    sentences: int = 0
    unsupported: int = 0
    bridges: int = 0
    over: int = 0
    planted: int = 0
    caught: int = 0
    true: int = 0
    alarms: int = 0
    own: list[float] = field(default_factory=list[float])
    styles: list[bool] = field(default_factory=list[bool])
    questions: list[int] = field(default_factory=list[int])
    seconds: list[float] = field(default_factory=list[float])
    kinds: Counter[str] = field(default_factory=Counter[str])
    faults: Counter[str] = field(default_factory=Counter[str])


def read(files: list[Path], part: str | None) -> list[dict[str, Any]]:
    """The cases, in order."""
    cases: list[dict[str, Any]] = []
    for file in files:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        cases += [json.loads(line) for line in lines]
    return [case for case in cases if part is None or case.get("part") == part]


def stands(letter: Letter, made: Made, case: Case) -> int:
    """How many of its sentences do not stand on words at their place in the answers."""
    texts = {f"given:{n}": text for n, (_, text) in enumerate(case.given.answers, 1)}
    texts |= {f"answer:{n}": one.text for n, one in enumerate(made.written.talk.answers, 1)}
    table = {entry.id: entry for entry in made.written.entries}
    bad = 0
    for one in letter.sentences:
        if one.made == "bridge":
            continue
        ok = bool(one.ids) and all(
            id in table and texts.get(table[id].source, "")[table[id].start : table[id].end] == table[id].text
            for id in one.ids
        )
        bad += not ok
    return bad


def run_case(line: dict[str, Any], out: Path, tally: Tally, draft: str, worst: bool) -> None:
    """One case: its letter, its claims."""
    started = time.perf_counter()
    case = case_of(line)
    made, files = letter_from(case, draft)
    save(out / str(line["id"]), files)
    tally.seconds.append(time.perf_counter() - started)
    tally.letters += 1
    tally.kinds[case.given.kind.name] += 1
    tally.questions.append(made.written.questions)
    if made.letter is None or made.review is None:
        tally.empty += 1
    else:
        count_letter(made, case, tally, json.loads(files["letter.json"]), bool(case.samples))
        if worst and not made.review.may_seal:
            print(f"open      {line['id']}: {[(n, f.kind, f.about) for n, f in made.review.open]}")
    ground = build_ground(made.written.entries, made.written.talk.recipient, case.given.kind)
    claims: list[dict[str, Any]] = line.get("claims") or []
    for claim in claims:
        count_claim(line, claim, ground, tally, worst)


def count_letter(made: Made, case: Case, tally: Tally, fields: dict[str, Any], sampled: bool) -> None:
    """The letter's figures."""
    assert made.letter is not None and made.review is not None
    tally.sealed += made.review.may_seal
    tally.sentences += len(made.letter.sentences)
    tally.bridges += sum(one.made == "bridge" for one in made.letter.sentences)
    tally.over += made.letter.bridges_share > 0.2
    if made.review.may_seal:
        tally.unsupported += stands(made.letter, made, case)
    tally.own.append(own_words(made.letter, made.written.entries))
    if fields["style"] and fields["style"]["word"] != "too little to say" and sampled:
        tally.styles.append(fields["style"]["closer"] > 0)


def count_claim(line: dict[str, Any], claim: dict[str, Any], ground: Ground, tally: Tally, worst: bool) -> None:
    """One claim offered to the audit."""
    faults = [fault for fault in check(claim["text"], ground) if fault.open]
    if claim["true"]:
        tally.true += 1
        tally.alarms += bool(faults)
        if worst and faults:
            print(f"alarm     {line['id']}: {claim['text']}  {[(f.kind, f.about) for f in faults]}")
    else:
        tally.planted += 1
        tally.caught += bool(faults)
        tally.faults.update(fault.kind for fault in faults[:1])
        if worst and not faults:
            print(f"passed    {line['id']}: {claim['text']}")


def share(part: float, whole: float) -> float | None:
    """A share, or None where there is nothing to share."""
    return round(part / whole, 4) if whole else None


def figures(tally: Tally) -> dict[str, Any]:
    """The JSON line."""
    return {
        "letters": tally.letters,
        "sealed": tally.sealed,
        "nothing_usable": tally.empty,
        "sentences": tally.sentences,
        "unsupported": tally.unsupported,
        "bridges_share": share(tally.bridges, tally.sentences),
        "letters_over_a_fifth_bridges": tally.over,
        "planted": tally.planted,
        "caught": share(tally.caught, tally.planted),
        "true_claims": tally.true,
        "false_alarms": share(tally.alarms, tally.true),
        "own_words_median": round(statistics.median(tally.own), 3) if tally.own else None,
        "styles": len(tally.styles),
        "style_closer": share(sum(tally.styles), len(tally.styles)),
        "questions_median": statistics.median(tally.questions) if tally.questions else None,
        "questions_most": max(tally.questions, default=None),
        "outputs_s": round(statistics.median(tally.seconds), 3) if tally.seconds else None,
        "kinds": len(tally.kinds),
        "caught_as": dict(tally.faults.most_common()),
    }


def main() -> None:
    """Run the cases, print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--part", help="only this part: tune, held")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--draft", default="plainer")
    parser.add_argument("--worst", action="store_true", help="print every claim that was judged wrongly")
    args = parser.parse_args()
    tally = Tally()
    for line in read(args.files, args.part)[: args.limit]:
        try:
            run_case(line, args.out, tally, args.draft, args.worst)
        except ValueError as error:
            print(f"{line.get('id')}: {error}", file=sys.stderr)
    out = figures(tally)
    for key, value in out.items():
        print(f"{key:30} {value}")
    print(json.dumps(out))


if __name__ == "__main__":
    main()
