"""Score replies by rule, a set at a time: goodbyes, crisis, look-alikes, talk, quarrels, claims, facts, silence.

    python evals/care.py OUT.jsonl … [--set NAME …] [--part NAME] [--language CODE] [--limit N] [--worst]
    python evals/care.py OUT.jsonl --judge URL --judge-model NAME [--golden GOLDEN.jsonl] [--rubric RUBRIC.md]

Guarantees: without --judge no model; prints one table and, last, one JSON line with a key for each measure whose set is
there; what was not answered is named and counted in no share.
Does not: use the gates that the replies went through as its only judge; its own rules stand in `care_rules`. --judge
sends the lines and their replies to the server that it names, and to no other; see `care_judge`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from care_judge import Judge, ask_all
from care_score import figures, is_answered, latest, table, worst
from replies_form import Line, read_lines


def read(files: Sequence[Path], sets: Sequence[str], part: str | None, language: str | None) -> list[Line]:
    """The lines of the files that were asked for; what is wrong with a file is named."""
    lines: list[Line] = []
    for file in files:
        found, notes = read_lines(file.read_text(encoding="utf-8"), sets, part, twice=True)
        for note in notes:
            print(f"{file.name}, {note}", file=sys.stderr)
        lines += [line for line in found if language in (None, line.get("language", "en"))]
    return lines


def main() -> None:
    """Read OUT, print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="OUT")
    parser.add_argument("--set", action="append", default=[], help="only this set; may be given more than once")
    parser.add_argument("--part", help="only this part: tune, held")
    parser.add_argument("--language", help="only lines of this language")
    parser.add_argument("--limit", type=int, help="only so many lines")
    parser.add_argument("--worst", action="store_true", help="print every line that counts against her first")
    parser.add_argument("--judge", default=os.environ.get("SAMANTHA_JUDGE_URL", ""), help="an OpenAI-compatible server")
    parser.add_argument("--judge-model", default=os.environ.get("SAMANTHA_JUDGE_MODEL", ""))
    parser.add_argument("--golden", type=Path, help="answers that people rated: how far the judge agrees with them")
    parser.add_argument("--rubric", type=Path, help="the rubric to judge by; default: the short one of care_judge")
    args = parser.parse_args()
    lines = latest(read(args.files, args.set, args.part, args.language))[: args.limit]
    answered = [line for line in lines if is_answered(line)]
    if args.worst:
        for key, line in worst(answered):
            print(f"{key:18} {line['id']}: {line['text'] or line.get('scene')}\n{'':18} > {line.get('reply')}")
    print(table(answered))
    if len(answered) < len(lines):
        print(f"\nnot answered: {len(lines) - len(answered)} of {len(lines)}")
    out = {**figures(answered), "unanswered": len(lines) - len(answered)}
    if args.judge:
        out |= ask_all(Judge.of(args.judge, args.judge_model, args.rubric), answered, args.golden)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
