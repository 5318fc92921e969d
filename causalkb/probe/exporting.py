"""The items for other harnesses: lm-evaluation-harness and Inspect.

Every item goes out once in each order of its options, so that their accuracy is over orders; the
measures of this package (groups, agreement across orders, signal detection) they do not have.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from causalkb.probe.items import BATTERY, LETTERS, Item, fingerprint


class Harness(StrEnum):
    """Where items can go."""

    LM_EVAL = "lm-eval"
    INSPECT = "inspect"


DATA = "causalkb_probe.jsonl"

_LM_EVAL = """\
# Items of the causalkb probe battery {battery}, fingerprint {fingerprint}.
# lm_eval --include_path . --tasks causalkb_probe --model ...
# Run it in this folder: the path of the items is relative.
task: causalkb_probe
dataset_path: json
dataset_kwargs:
  data_files:
    test: {data}
test_split: test
output_type: multiple_choice
doc_to_text: "{{{{prompt}}}}\\nAnswer:"
doc_to_choice: letters
doc_to_target: answer
metric_list:
  - metric: acc
    aggregation: mean
    higher_is_better: true
metadata:
  version: {battery}
"""

_INSPECT = '''\
"""Items of the causalkb probe battery {battery}, fingerprint {fingerprint}.

inspect eval causalkb_probe.py --model ...
"""

from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import FieldSpec, json_dataset
from inspect_ai.scorer import accuracy, choice, grouped, stderr
from inspect_ai.solver import multiple_choice

FIELDS = FieldSpec(
    id="id",
    input="input",
    choices="choices",
    target="target",
    metadata=["family", "cell", "pair", "words"],
)


@task
def causalkb_probe():
    return Task(
        dataset=json_dataset(str(Path(__file__).with_name("{data}")), FIELDS),
        solver=multiple_choice(),
        scorer=choice(),
        metrics=[grouped(accuracy(), "family"), stderr(cluster="pair")],
    )
'''


def export_files(items: Sequence[Item], to: Harness) -> dict[str, str]:
    """Return the files for a harness by name: the items, and the task.

    >>> from causalkb.probe.battery import make_items
    >>> list(export_files(make_items(groups=1), Harness.LM_EVAL))
    ['causalkb_probe.jsonl', 'causalkb_probe.yaml']
    """
    lm_eval = to is Harness.LM_EVAL
    lines = [(_lm_eval if lm_eval else _inspect)(item, n) for item in items for n in _orders(item)]
    template = _LM_EVAL if lm_eval else _INSPECT
    task = template.format(battery=BATTERY, fingerprint=fingerprint(items)[:16], data=DATA)
    return {
        DATA: "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        "causalkb_probe.yaml" if lm_eval else "causalkb_probe.py": task,
    }


def _orders(item: Item) -> range:
    return range(len(item.orders))


def _lm_eval(item: Item, number: int) -> dict[str, object]:
    order = item.orders[number]
    return {
        **_about(item, number),
        "prompt": item.prompt(order).text,
        "letters": list(LETTERS[: len(order)]),
        "answer": order.index(item.answer),
    }


def _inspect(item: Item, number: int) -> dict[str, object]:
    order = item.orders[number]
    return {
        **_about(item, number),
        "input": f"{item.text}\n\n{item.question}",
        "choices": [item.options[place] for place in order],
        "target": LETTERS[order.index(item.answer)],
    }


def _about(item: Item, number: int) -> dict[str, object]:
    return {
        "id": f"{item.id}-{number + 1}",
        "family": item.family,
        "cell": item.cell,
        "pair": item.pair,
        "words": item.words.value,
    }
