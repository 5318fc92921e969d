"""Building a site: what it shows is read, its pages are rendered, its folder is replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from causalkb.files import read_file
from causalkb.formats import tabular
from causalkb.garbage import not_collected
from causalkb.report.citations import Bibliography
from causalkb.report.render_templates import SHIPPED
from causalkb.report.rows import claims as claim_rows
from causalkb.report.serialize.summary import plain, to_dict
from causalkb.session import Session
from causalkb.site import search_data
from causalkb.site.changes import EDITION, History, history_of, known, to_atom, to_data
from causalkb.site.citing import citation_file
from causalkb.site.content import Content, Progress, content_of
from causalkb.site.engine import Engine
from causalkb.site.folder import Site, Target
from causalkb.site.links import Links
from causalkb.site.options import SiteBuilt, SiteOptions
from causalkb.site.pages import Pages
from causalkb.text import escape_json

ASSETS = Path(__file__).parent / "assets"
_MAX_THEME = 2_000_000


def build_site(
    session: Session,
    folder: Path,
    options: SiteOptions,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> SiteBuilt:
    """Write the site of a knowledge base into a folder; see ``KnowledgeBase.site``.

    Raises:
        UnknownError: There is no such question.
        InputError: There is nothing to show, an option cannot be used, or the folder cannot be
            written or holds other files.
    """
    chosen = options.checked()
    target = Target(folder, session.directory, force=force)
    theme = None if chosen.theme is None else read_file(chosen.theme, _MAX_THEME)
    with not_collected():
        content = content_of(session, chosen, progress)
        history = history_of(content.report, content.edition, chosen.day, chosen.compare)
        with target.writing() as site:
            pages = _write(site, content, history, progress)
            if theme is not None:
                site.write("assets/theme.css", theme)
            site.about = {
                "causalkb": content.version,
                "title": content.title,
                "edition": content.edition,
                "date": chosen.day,
                "editions": to_data(history),
            }
    return SiteBuilt(target.folder, pages, len(site.names), site.size, content.edition)


def _write(site: Site, content: Content, history: History, progress: Progress | None) -> int:
    hypotheses = [one.slug for item in content.weighed for one in item.view.hypotheses]
    links = Links(
        (work.key for work in content.works),
        (item.view.slug for item in content.weighed),
        hypotheses,
        (table.name for table in content.tables),
    )
    engine = Engine(content, links)
    pages = Pages(content, links, known(history, content.all_works))
    total = len(pages)
    paths = []
    for n, page in enumerate(pages):
        if progress is not None and n % 50 == 0:
            progress("Writing pages", n, total)
        site.write(page.path, engine.render(page))
        paths.append(page.path)
    if progress is not None:
        progress("Writing pages", len(paths), total)
    for name, text in (*search_data.scripts(content, links), *_beside(content, pages.history)):
        site.write(name, text)
    if content.options.base_url:
        site.write("sitemap.xml", _sitemap(content.options.base_url, paths))
    for name, data in _assets():
        site.write(name, data)
    return len(paths)


def _beside(content: Content, history: History) -> Iterator[tuple[str, str]]:
    """Yield the files that are no pages: downloads, the feed, how to cite."""
    works = sorted(content.works, key=lambda work: work.key)
    claims = content.all_claims
    bibliography = Bibliography(content.all_works.values())
    yield "downloads/works.bib", "\n".join(content.bibtex[work.key] for work in works)
    yield "downloads/works.csv", tabular.format_works(works)
    rows = ([str(c) if c is not None else "" for c in claim_rows.row(claim)] for claim in claims)
    yield "downloads/claims.csv", tabular.format_rows(claim_rows.COLUMNS, rows)
    data = to_dict(content.report, bibliography, references=False)
    yield EDITION, escape_json(json.dumps(data, ensure_ascii=False, separators=(",", ":"))) + "\n"
    yield "CITATION.cff", citation_file(content)
    yield ".nojekyll", ""
    if any(entry.date for entry in history.entries):
        said = [[plain(line, bibliography) for line in entry.lines] for entry in history.entries]
        yield "feed.xml", to_atom(history, content.title, content.options.base_url, said)


def _sitemap(base_url: str, paths: list[str]) -> str:
    from causalkb.report.render.escape import xml_text

    places = "\n".join(f"<url><loc>{xml_text(base_url + path)}</loc></url>" for path in paths)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}\n</urlset>\n'
    )


def _assets() -> Iterator[tuple[str, bytes]]:
    # One style sheet for reports and sites: that of the report, then what a site needs besides.
    yield (
        "assets/site.css",
        b"".join(path.read_bytes() for path in (SHIPPED / "report.css", ASSETS / "site.css")),
    )
    for name in ("site.js", "search.js", "minisearch.js", "minisearch-LICENSE.txt"):
        yield f"assets/{name}", (ASSETS / name).read_bytes()
