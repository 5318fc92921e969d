"""Search, filters and downloads of a site in a browser give what the library gives."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from causalkb import Design, Field, Filters, KnowledgeBase, Rung, Stance
from tests.site.sites import Watched

pytest_plugins = ("tests.site.sites",)

SHOWN = "() => Array.from(document.querySelectorAll('#results > li'), li => li.dataset.id)"


@pytest.fixture(scope="module")
def base(site_kb: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(site_kb) as opened:
        yield opened


def results(watched: Watched, site: Path, state: str) -> list[str]:
    """The ids that the page lists, all of them."""
    page = watched.page
    page.goto("about:blank")
    watched.open(site / "search.html", state)
    page.wait_for_function("() => document.getElementById('count').textContent !== ''")
    while page.is_visible("#more"):
        page.click("#more")
    found: list[str] = page.evaluate(SHOWN)
    return found


CASES = [
    ("field=statistics", Filters(fields=(Field.STATISTICS,))),
    ("question=interventions", Filters(questions=("interventions",))),
    ("design=experiment", Filters(designs=(Design.EXPERIMENT,))),
    ("rung=intervention", Filters(rungs=(Rung.INTERVENTION,))),
    ("from=2007&to=2020", Filters(year_from=2007, year_to=2020)),
    ("hypothesis=yes", Filters(stances=tuple(("yes", stance) for stance in Stance))),
    ("hypothesis=yes&stance=supports", Filters(stances=(("yes", Stance.SUPPORTS),))),
    (
        "design=experiment&hypothesis=yes&stance=contradicts&from=2002",
        Filters(
            designs=(Design.EXPERIMENT,), stances=(("yes", Stance.CONTRADICTS),), year_from=2002
        ),
    ),
]


@pytest.mark.parametrize(("state", "filters"), CASES, ids=[state for state, _ in CASES])
def test_filters_give_what_the_library_gives(
    watched: Watched, site: Path, base: KnowledgeBase, state: str, filters: Filters
) -> None:
    works = [work.key for work in base.works.list(filters)]
    assert results(watched, site, f"#{state}") == works
    claims = [claim.id for claim in base.claims.list(filters)]
    assert sorted(results(watched, site, f"#kind=claims&{state}")) == sorted(claims)
    said = watched.page.inner_text("#count")
    assert said.startswith(f"{len(claims)} of ") or said.startswith(f"All {len(claims)} ")


def test_each_value_of_each_filter_gives_what_the_library_gives(
    watched: Watched, site: Path, base: KnowledgeBase
) -> None:
    watched.open(site / "search.html")
    page = watched.page
    names = {"population": "populations", "paradigm": "paradigms", "tag": "tags"}
    names |= {"field": "fields", "question": "questions", "design": "designs", "rung": "rungs"}
    for name, attribute in names.items():
        values = page.eval_on_selector_all(
            f"#f-{name} option", "options => options.map(o => o.value).filter(Boolean)"
        )
        for value in values:
            page.evaluate("state => { location.hash = state; }", f"{name}={value}")
            page.wait_for_function(
                "([name, value]) => document.getElementById('f-' + name).value === value"
                " && document.getElementById('active').textContent === '1 set'",
                arg=[name, value],
            )
            given: dict[str, Any] = {attribute: (value,)}
            wanted = Filters(**given) if attribute in ("questions", "tags", "populations") else None
            kinds = {"fields": Field, "designs": Design, "rungs": Rung, "paradigms": str}
            wanted = wanted or Filters(**{attribute: (kinds[attribute](value),)})
            count = page.inner_text("#count")
            assert count.startswith((f"{base.works.count(wanted)} of ", "All ")), (name, value)


def test_search_finds_what_the_library_finds(
    watched: Watched, site: Path, base: KnowledgeBase
) -> None:
    for query in ("causal reasoning in rats", "lalonde 1986", "parrots"):
        found = results(watched, site, f"?q={query.replace(' ', '+')}")
        assert found[0] == base.search(query, mode="keyword", limit=1)[0].work.key, query


def test_typing_and_choosing_change_list_count_and_address(watched: Watched, site: Path) -> None:
    page = watched.open(site / "search.html")
    assert page.get_attribute("#count", "aria-live") == "polite"
    page.fill("#q", "rats")
    page.wait_for_function("() => location.hash === '#q=rats'")
    marked = page.eval_on_selector_all("#results mark", "found => found.map(m => m.textContent)")
    assert "Rats" in marked or "rats" in marked
    page.check("input[value=claims]")
    assert page.evaluate("location.hash") == "#q=rats&kind=claims"
    page.click("#filters > summary")
    page.select_option("#f-design", "experiment")
    assert "design=experiment" in page.evaluate("location.hash")
    page.click("button[type=reset]")
    page.wait_for_function("() => location.hash === ''")
    assert page.inner_text("#count").startswith("All ")


def test_a_form_elsewhere_leads_to_the_search(watched: Watched, site: Path) -> None:
    page = watched.open(site / "works" / "first2001.html")
    page.fill("#find", "lalonde")
    page.press("#find", "Enter")
    page.wait_for_function("() => document.querySelectorAll('#results > li').length > 0")
    assert page.input_value("#q") == "lalonde"
    page.click("#results a")
    assert page.url.endswith("works/lalonde1986evaluating.html")


def saved(watched: Watched, format: str) -> str:
    with watched.page.expect_download() as started:
        watched.page.click(f"#downloads [data-format={format}]")
    return Path(started.value.path()).read_text(encoding="utf-8")


def test_downloads_hold_the_list_as_the_library_exports_it(
    watched: Watched, site: Path, base: KnowledgeBase
) -> None:
    wanted = Filters(questions=("interventions",))
    keys = results(watched, site, "#question=interventions")
    # The site does not publish abstracts.
    entries = re.sub(r"  abstract = \{.*\},\n", "", base.export("bibtex", wanted).text)
    assert saved(watched, "bib") == entries
    rows = [row[:-1] for row in csv.reader(base.export("csv", wanted).text.splitlines())]
    assert [row[:-1] for row in csv.reader(saved(watched, "csv").splitlines())] == rows
    assert sorted(work["key"] for work in json.loads(saved(watched, "json"))) == sorted(keys)
    ids = results(watched, site, "#question=interventions&kind=claims")
    assert [claim["id"] for claim in json.loads(saved(watched, "json"))] == ids
    assert saved(watched, "csv").splitlines()[0].startswith("id,design")


def test_hostile_fields_are_found_as_text(watched: Watched, site: Path) -> None:
    for kind in ("works", "claims"):
        assert "first2001" in str(results(watched, site, f"#q=pwned&kind={kind}"))
    assert watched.page.evaluate("document.querySelectorAll('#results script').length") == 0
    for state in ("#q=<script>&kind=x&field=nothing&from=abc", "#design=__proto__&hypothesis=1"):
        results(watched, site, state)
