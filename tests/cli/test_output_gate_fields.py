"""No column of the schema, and no other input, takes effect on the terminal of who reads it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli
from hostile_store import columns, fill
from test_formats import OFFERED
from test_output_gate import ARGUMENTS, DRAFT, FILES, HOSTILE, INERT, NOT_HERE, OTHERS, OURS, PLAIN

from causalkb.store.database import FILE_NAME

RUN = Path(__file__).parents[2] / "examples" / "probe" / "smollm2"


@pytest.fixture(scope="module")
def strange(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strange") / "kb"
    shutil.copytree(library, folder)
    fill(folder, HOSTILE)
    return folder


@pytest.fixture(autouse=True)
def there(strange: Path, home: Path) -> None:
    shutil.copytree(strange, home)


def inert(text: str, what: object) -> None:
    assert INERT.findall(text.replace("\t", "").replace("\r\n", "\n")) == [], what


def test_every_column_of_text_is_changed_or_has_a_reason(library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "another")
    how = fill(tmp_path / "another", HOSTILE)
    with closing(sqlite3.connect(tmp_path / "another" / FILE_NAME)) as conn:
        assert how.keys() == set(columns(conn))
    assert sum(reason.startswith("changed") for reason in how.values()) > 90


@pytest.mark.parametrize("args", PLAIN + OTHERS, ids=" ".join)
def test_nothing_takes_effect_in_a_pipe_or_on_a_terminal(cli: Cli, args: list[str]) -> None:
    result = cli(*args)
    inert(result.stdout + result.stderr, args)
    result = cli(*args, FORCE_COLOR="1", COLUMNS="200")
    assert INERT.findall(OURS.sub("", result.stdout + result.stderr)) == []


@pytest.mark.parametrize("command", sorted(OFFERED.keys() - NOT_HERE))
def test_no_format_lets_a_field_take_effect(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, "utf-8")
    args = [str(tmp_path / "draft.md") if a == "DRAFT" else a for a in ARGUMENTS.get(command, [])]
    for form in OFFERED[command]:
        if form not in FILES:
            result = cli(*command.split(), *args, "--format", form)
            inert(result.stdout + result.stderr, form)


@pytest.mark.parametrize("form", OFFERED["table show"])
def test_evidence_tables(cli: Cli, home: Path, tmp_path: Path, form: str) -> None:
    said = json.dumps(HOSTILE)[1:-1]
    path = tmp_path / "seeing.yaml"
    path.write_text(
        f'title: "a {said}"\nnote: "b {said}"\ncolumns:\n  - {{slug: found, title: "c {said}",'
        f' meaning: "d {said}"}}\nrows:\n  - slug: rats\n    title: "e {said}"\n    cells:\n'
        f'      found: {{text: "f {said}", claims: ["blaisdell2006causal#1"]}}\n',
        encoding="utf-8",
    )
    added = cli("table", "add", path)
    inert(added.stdout + added.stderr, "add")
    for args in (["table", "seeing", "--format", form], ["table"], ["table", "check"]):
        result = cli(*args)
        inert(result.stdout + result.stderr, args)
    # What stands in the store as it came, past every reader.
    with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
        conn.execute(
            "UPDATE documents SET text = ? WHERE kind = 'table'", (path.read_text("utf-8"),)
        )
    result = cli("table", "seeing", "--format", form)
    inert(result.stdout + result.stderr, form)


@pytest.mark.parametrize("command", ["probe show", "probe compare", "probe report", "probe list"])
def test_runs_of_the_battery_by_a_stranger(cli: Cli, tmp_path: Path, command: str) -> None:
    runs = []
    for name in ("one", "two"):
        folder = tmp_path / name
        shutil.copytree(RUN, folder)
        said = json.loads((folder / "run.json").read_text("utf-8"))
        said["model"] = {k: HOSTILE + v if isinstance(v, str) and k in ("name", "revision") else v
                         for k, v in said["model"].items()}  # fmt: skip
        for key in ("causalkb", "instruction"):
            said[key] = HOSTILE + str(said[key])
        (folder / "run.json").write_text(json.dumps(said), "utf-8")
        lines = [json.loads(x) for x in (folder / "answers.jsonl").read_text("utf-8").splitlines()]
        for line in lines:
            line |= {k: HOSTILE + v for k, v in line.items() if k in ("text", "error", "refusal")}
        (folder / "answers.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
        runs.append(folder)
    given = {"probe compare": runs, "probe list": []}.get(command, runs[:1])
    forms = [("--format", form) for form in OFFERED.get(command, []) if form not in FILES]
    for form in forms or [("--output", tmp_path / "report.md")]:
        result = cli(*command.split(), *given, *form)
        inert(result.stdout + result.stderr, form)
        assert result.exit_code == 0, result.stderr
    for path in tmp_path.glob("report*"):
        inert(path.read_text("utf-8"), path)
    stored = cli("probe", "store", runs[0])
    inert(stored.stdout + stored.stderr, "store")


@pytest.mark.parametrize("form", [f for f in OFFERED["compete"] if f not in FILES])
def test_columns_of_data(cli: Cli, tmp_path: Path, form: str) -> None:
    path = tmp_path / "data.csv"
    name = HOSTILE.replace("\r", "").replace("\n", "").replace("\x85", "")
    rows = "".join(f"{n % 2},{name}{n % 3}\n" for n in range(30))
    path.write_text(f"a{name},b{name}\n{rows}", encoding="utf-8")
    result = cli("compete", path, "--format", form)
    inert(result.stdout + result.stderr, form)


@pytest.mark.parametrize("form", [f for f in OFFERED["add"] if f not in FILES])
def test_what_add_says_of_a_file(cli: Cli, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a{HOSTILE[:20].replace('/', '')}.bib".replace("\x00", "")
    path.write_text(f"@article{{k{HOSTILE}, title = {{T{HOSTILE}\n@misc{{x, year={{a{HOSTILE}}}}}")
    result = cli("add", path, "--no-embed", "--format", form)
    inert(result.stdout + result.stderr, form)


def test_a_run_that_began_on_no_day_is_refused(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(RUN, folder)
    said = json.loads((folder / "run.json").read_text("utf-8"))
    (folder / "run.json").write_text(json.dumps(said | {"started": "once"}), "utf-8")
    result = cli("probe", "store", folder)
    assert result.exit_code == 2
    assert "is damaged" in result.stderr
