"""Makes `docs/lint.md` from the rules' own docstrings: ``python docs/make_lint.py``."""

from __future__ import annotations

from pathlib import Path

from deckpress.lint import RULES, Rule, Sample

PAGE = Path(__file__).resolve().with_name("lint.md")
_HEAD = """
<!-- Made by docs/make_lint.py from the rules' docstrings. Edit those, then run: python docs/make_lint.py -->

# Rules of content

`deckpress check` always finds what keeps a bank from being built. What makes a question a *good* one is a matter of opinion, so these
rules are off until you ask for them:

- for a collection, with a line in the `deckpress.yaml` beside its banks:

<!-- test: collection -->
```yaml
title: Health
lint: strict
```

- once, with `deckpress check --content`.

They run over banks without errors, never in a build (`near-duplicate` inside one bank always runs: a slip of the pen is no opinion). Each
finding is a `warning` or a `note`; the exit code stays 0, unless `--fail-on warning` or `--fail-on note` says otherwise, as in a CI.
`deckpress check --explain RULE` prints what stands here.

<!-- test: file bank.yaml -->
```yaml
deckpress: 1
id: phone
title: On the phone
questions:
  - id: three-rings
    stem: An agent must always answer within three rings.
    answer: false
    explanation: Where many call at once, a fair queue and an honest waiting time serve better.
```

<!-- test: run -->
```console
$ deckpress check bank.yaml --content
bank.yaml:6:20: note absolute-word: 'must' tells that the statement is false
        stem: An agent must always answer within three rings.
                       ^^^^
  = say what is wrong without an absolute word, or …
1 bank, 1 question: 0 errors, 0 warnings, 1 note
```

## Turning a rule off

A rule is wrong at times. Then say why, and it is silent: in a question, in a bank, or for the whole collection (there, instead of `strict`;
all other rules stay on). A reason is required; it is for the next person who reads the bank.

<!-- test: questions -->
```yaml
- id: three-rings
  stem: An agent must always answer within three rings.
  answer: false
  lint:
    absolute-word: The absolute is what the question is about.
```

<!-- test: collection -->
```yaml
title: Health
lint:
  missing-explanation: The explanations are in the handbook.
```

A switch in a question that no longer turns anything off is named (`idle-switch`), and so is one for a rule that there is not
(`unknown-rule`). Retired questions are left alone by all rules.

`deckpress stats --html stats.html` draws what the rules on balance and length count.

## The rules

| rule | | finds |
| --- | --- | --- |
"""


def lint_page() -> str:
    """The text of `docs/lint.md`."""
    rows = [f"| [`{name}`](#{name}) | {rule.severity} | {rule.summary} |" for name, rule in RULES.items()]
    sections = [line for rule in RULES.values() for line in _section(rule)]
    return "\n".join([_HEAD.strip(), *rows, *sections, ""])


def _section(rule: Rule) -> list[str]:
    lines = ["", f"### {rule.name}", "", rule.summary, "", rule.description]
    for sample in rule.samples:
        lines += ["", _label(sample), "", "<!-- test: sample -->", "```yaml", sample.text.rstrip(), "```"]
    return lines


def _label(sample: Sample) -> str:
    return f"{'Passes' if sample.passes else 'Fails'}{', ' if sample.remark else ''}{sample.remark}:"


if __name__ == "__main__":
    PAGE.write_text(lint_page(), encoding="utf-8", newline="\n")
