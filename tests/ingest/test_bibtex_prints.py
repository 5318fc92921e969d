"""What BibTeX itself prints of a file, and of the same file imported and exported."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bibtex_files import read_all

from causalkb.formats.bibtex.writer import format_works
from causalkb.formats.latex import decode

BIBTEX = shutil.which("bibtex")
pytestmark = pytest.mark.skipif(BIBTEX is None, reason="BibTeX is not installed")

ALIKE = r"""
@article{particles, author = {{Van der Roe}, Mark J. and van den Berg, Ann and
  Luis de la Poe and Jean d'Alembert and {Marks {\&} Sparks}},
  title = {Particles}, journal = {J}, year = 2001, pages = {12--20}, volume = 3, number = {1--2}}
@article{suffix, author = {Roe, Jr., Martin L. and {World Health Organization} and others},
  title = {Suffixes and institutions: a first {look}}, journal = {Annals of {B} \& C}, year = 2002}
@article{capitals, author = {Roe, A.}, journal = {J}, year = 2003,
  title = {Learning {B}ayesian Networks with {M}arkov Blankets}}
@article{words, author = {Roe, B.}, journal = {J}, year = 2004,
  title = {The {Rubin} Causal Model and {Granger} Causality in {Europe}}}
@book{whole, author = {Roe, C.}, title = {{An Entire Title in Braces}}, publisher = {P \& Q},
  year = 2005, edition = {Second}, series = {Lecture Notes}, address = {K{\"o}ln}}
@inproceedings{mathematics, author = {Roe, D.}, pages = {1--9,12}, year = 2006, month = jun,
  title = {A $\log n$ Bound, $x^2$ and 5$\times$3 {$\alpha$}-Sets},
  booktitle = {Proc.\ of the {ACM} Symposium on {T}heory}}
@misc{address, author = {Roe, E.}, title = {A Post}, year = 2007,
  howpublished = {\url{https://x.org/a_b%20c}}}
@misc{fonts, author = {Roe, F.}, title = {On {\em Mus Musculus} and \emph{Others}}, year = 2008,
  note = {See \textit{this}}}
@phdthesis{dashes, author = {Roe, G.}, title = {One---``Two''---{`}Three{'}}, school = {S},
  year = {1999--2000}, month = {12~March}}
@incollection{accents, title = {{\"U}ber {\'E}coles}, booktitle = {B}, publisher = {P}, year = 2010,
  author = {{\'E}mile Roe and Pe{\~n}a, Ana and M{\"u}ller, B. and {\L}ukasz Poe},
  editor = {Ibs{\'e}n, {\O}le}}
@techreport{report, author = {Roe, H. and Poe, I.}, title = {On {DNA} and 50\% of \$5},
  institution = {I\_1}, number = {TR--7}, type = {Working Paper}, year = {2011}}
@phdthesis{kind, author = {Roe, J.}, title = {On}, school = {S}, type = {{PhD} Dissertation},
  year = 2012}
"""


def printed(bibliography: str, folder: Path, style: str = "plain") -> list[str]:
    """The entries that BibTeX makes of a file, each on one line."""
    folder.mkdir()
    (folder / "x.bib").write_text(bibliography)
    (folder / "x.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{x}}\n")
    assert BIBTEX is not None
    done = subprocess.run([BIBTEX, "x"], cwd=folder, capture_output=True, text=True, check=False)
    if "couldn't open style file" in done.stdout:
        pytest.skip(f"{style}.bst is not installed")
    assert done.returncode == 0, done.stdout
    text = (folder / "x.bbl").read_bytes().decode("utf-8")  # half a letter would be an error
    return [" ".join(item.split()) for item in re.split(r"\n\n", text)]


def exported(bibliography: str) -> str:
    works, failed, _ = read_all(bibliography)
    assert not failed
    return format_works([parsed.work for parsed in works])


def test_the_export_prints_like_the_original(tmp_path: Path) -> None:
    original = printed(ALIKE, tmp_path / "original")
    after = printed(exported(ALIKE), tmp_path / "after")
    # Accents may be macros before and letters after; everything else is the same, capitals too.
    assert list(map(decode, after)) == list(map(decode, original))
    assert len(original) == 14


def test_braces_and_mathematics_come_out_as_they_were(tmp_path: Path) -> None:
    original = printed(ALIKE, tmp_path / "original")
    after = printed(exported(ALIKE), tmp_path / "after")
    for word in (
        r"{B}ayesian networks",
        r"{Rubin} causal",
        r"$\log n$ bound",
        r"\url{https://x.org/a_b%20c}",
    ):
        assert any(word in item for item in original)
        assert any(word in item for item in after)


@pytest.mark.parametrize("style", ["abbrv", "alpha"])
def test_styles_that_shorten_names_cut_no_letter_in_two(tmp_path: Path, style: str) -> None:
    text = """
    @misc{a, author = {Émile Śmith-Žak and Peña, Łucja and Ößterle, Å.}, title = {T}, year = 2000}
    @misc{b, author = {Peña, Jean-Étienne}, title = {T}, year = 2000}"""
    items = printed(exported(text), tmp_path / "after", style)
    assert len(items) >= 3


def test_pen_names_and_names_of_one_part(tmp_path: Path) -> None:
    text = exported("@misc{a, author = {ann_roe and @bob and Aristotle}, title = {T}, year = 2000}")
    assert r"author = {{ann\_roe} and {@bob} and Aristotle}" in text
    assert r"{ann\_roe}, {@bob}, and Aristotle" in printed(text, tmp_path / "after")[1]
