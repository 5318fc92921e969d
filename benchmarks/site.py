"""The site: how long building takes, how large it is, how long a search in the browser takes.

The shipped corpus, and a made-up knowledge base of as many times its size as ``--works`` asks for.
Needs Debian's Chromium; without it nothing is said of the browser.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import Any

from causalkb import KnowledgeBase, SiteOptions

CHROMIUM = Path("/usr/bin/chromium")
_WORDS = """
    causal model intervention observation rats pigeons language policy agent evidence learning
    experiment variable effect representation prior sample transfer confounder graph counterfactual
    physics market belief incentive network training human children monkeys prediction structure
    behaviour mechanism reward shift invariance probe attention memory reasoning
"""
_STARTS = "Al Be Ca Do El Fa Ga Ho In Jo Ka Le Ma No Or Pe Qu Ro Sa Ti"
_ENDS = "ban den fer gin hart ler man nov ric son ton vik wall zed"
FAMILIES = [f"{start}{end}" for start, end in product(_STARTS.split(), _ENDS.split())]
_TAILS = ("", "al", "ed", "ic", "ing")
# Common words and rare ones, as texts have them: the search must not find everything.
WORDS = 12 * _WORDS.split() + [
    "".join(parts).lower() for parts in product(_STARTS.split(), _ENDS.split(), _TAILS)
]
DESIGNS = ("experiment", "theorem", "evaluation", "position", "observational")
POPULATIONS = ("animals/rats", "humans/adults", "humans/children", "models/language-models")


def made_up(folder: Path, works: int, hypotheses: list[str], questions: list[str]) -> None:
    """Write a .bib file and a note for each work: 1.8 claims a work, as in the shipped corpus."""
    chance = random.Random(1)

    def sentence(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words)).capitalize()

    entries = []
    (folder / "notes").mkdir()
    for n in range(works):
        people = " and ".join(
            f"{chance.choice(FAMILIES)}{chance.choice('abcdefgh')}, {chance.choice('ABCDEFGHIJ')}."
            for _ in range(chance.randint(1, 4))
        )
        entries.append(
            f"@article{{work{n}, title={{{sentence(9)} {n}}}, author={{{people}}},"
            f" year={{{chance.randint(1960, 2025)}}}, journal={{Journal of {sentence(2)}}},"
            f" causalkb-field={{machine-learning}}, abstract={{{sentence(150)}.}}}}"
        )
        claims = "".join(
            f"  - text: {sentence(22)}.\n    design: {chance.choice(DESIGNS)}\n"
            f"    population: {chance.choice(POPULATIONS)}\n    rung: intervention\n"
            f"    extent: abstract\n    stance:\n      {chance.choice(hypotheses)}:"
            f" {{side: {chance.choice(['supports', 'contradicts'])}, because: {sentence(8)}}}\n"
            for _ in range(chance.choice([1, 2, 2, 2]))
        )
        text = (
            f"---\nwork: work{n}\nquestions: [{chance.choice(questions)}]\nclaims:\n{claims}---\n"
        )
        (folder / "notes" / f"work{n}.md").write_text(f"{text}{sentence(120)}.\n")
    (folder / "works.bib").write_text("\n".join(entries))


def build(base: KnowledgeBase, folder: Path) -> None:
    """Build a site, and print how long it took and how large it is."""
    begun, used = time.perf_counter(), time.process_time()
    built = base.site(folder, SiteOptions(day="2026-11-25"))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    data = [(folder / "data" / name).read_bytes() for name in ("works.js", "claims.js")]
    packed = sum(len(gzip.compress(one)) for one in data)
    print(
        f"| {base.works.count()} works, {len(base.claims.ids())} claims: built | {seconds:.1f} s |"
    )
    print(f"| of that CPU | {cpu:.1f} s |")
    print(f"| pages; all files | {built.pages}; {built.size / 1e6:.1f} MB |")
    print(f"| home | {(folder / 'index.html').stat().st_size / 1e3:.0f} kB |")
    print(f"| search data, gzip | {packed / 1e3:.0f} kB |")


def search(folder: Path, queries: tuple[str, ...]) -> None:
    """Print how long the browser takes from a page that is open to a list of results."""
    if not CHROMIUM.exists():
        return
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page()
        begun = time.perf_counter()
        for kind in ("works", "claims"):
            page.goto("about:blank")
            begun = time.perf_counter()
            page.goto(f"{(folder / 'search.html').as_uri()}#kind={kind}")
            page.wait_for_selector("#search[data-ready]")
            opened = 1000 * (time.perf_counter() - begun)
            print(f"| {kind}: page opened and index made | {opened:.0f} ms |")
            for n, query in enumerate(queries):
                page.evaluate("() => { document.querySelector('#search').dataset.took = ''; }")
                page.fill("#q", query)
                page.wait_for_function("() => document.querySelector('#search').dataset.took")
                took: Any = page.evaluate(
                    "() => Number(document.querySelector('#search').dataset.took)"
                )
                name = "first search" if not n else f"search {n + 1}"
                print(f"| {kind}: {name} ({query}) | {took:.0f} ms |")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--works", type=int, default=10_000, help="size of the made-up one; 0: none"
    )
    parser.add_argument(
        "--kb", help="a knowledge base with the shipped corpus, instead of making one"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print("| | |\n|---|---|")
        with KnowledgeBase.open(chosen.kb or folder / "kb", create=True) as base:
            if not chosen.kb:
                base.add_corpus()
            build(base, folder / "corpus")
            hypotheses = [one.slug for one in base.hypotheses.list()]
            questions = [one.slug for one in base.questions.list()]
        search(folder / "corpus", ("interventions", "rats own actions", "parrots"))
        if not chosen.works:
            return
        (folder / "source").mkdir()
        made_up(folder / "source", chosen.works, hypotheses, questions)
        with KnowledgeBase.open(folder / "large", create=True) as base:
            base.add_questions()
            base.add(folder / "source", embed=False)
            build(base, folder / "site")
        search(folder / "site", ("interventions", "rats language", "transfer counterfactual"))


if __name__ == "__main__":
    main()
