"""Reading 20,000 references in each exchange format, nothing stored or embedded.

The baseline is rispy, where it is installed, on the same RIS; it cuts records and says nothing of
what it drops.

    python benchmarks/formats.py [--records 20000]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec

from texts import abstracts

from causalkb.formats.registry import read_content
from causalkb.records import ParsedWork

Record = tuple[int, str]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=20_000)
    count = parser.parse_args().records
    records = list(enumerate(text.abstract for text in abstracts(count, sentences=(6, 12))))
    made: dict[str, Callable[[list[Record]], str]] = {
        "a.ris": ris, "a.nbib": nbib, "a.json": csl, "a.xml": endnote, "a.csv": table,
    }  # fmt: skip
    print(f"{'format':<10}{'MB':>7}{'CPU s':>8}{'records/s':>11}")
    for name, make in made.items():
        data = make(records).encode()
        began = time.process_time()
        read = sum(isinstance(item, ParsedWork) for item in read_content(data, name))
        _print(name[2:], data, time.process_time() - began, count)
        assert read == count, (name, read)
        if name == "a.ris" and find_spec("rispy"):
            _rispy(data.decode(), count)


def _rispy(text: str, count: int) -> None:
    import rispy

    began = time.process_time()
    assert len(rispy.loads(text)) == count
    _print("rispy", text.encode(), time.process_time() - began, count)


def _print(name: str, data: bytes, seconds: float, count: int) -> None:
    print(f"{name:<10}{len(data) / 1e6:>7.1f}{seconds:>8.2f}{count / seconds:>11.0f}")


def _title(record: Record) -> str:
    return f"{record[1].partition('.')[0][:90]} {record[0]}"


def ris(records: list[Record]) -> str:
    def one(record: Record) -> Iterator[str]:
        n, abstract = record
        yield from ("TY  - JOUR", f"AU  - Roe{n}, Bob A.", "AU  - van der Laan, Mark J.")
        yield from (f"TI  - {_title(record)}", "T2  - Journal of Causes", "JA  - J. Causes")
        yield from ("PY  - 2006/02/17/", "VL  - 12", "IS  - 3", f"SP  - {n}", f"EP  - {n + 9}")
        yield from (
            "SN  - 0036-8075",
            f"DO  - 10.1000/causes.{n}",
            f"UR  - https://example.org/{n}",
        )
        yield from ("KW  - causes", "KW  - crows", f"AB  - {abstract}", "ER  - ", "")

    return "\n".join(line for record in records for line in one(record))


def nbib(records: list[Record]) -> str:
    def one(record: Record) -> Iterator[str]:
        n, abstract = record
        yield from ("", f"PMID- {n + 1}", "OWN - NLM", "VI  - 12", "IP  - 3", "DP  - 2006 Feb 17")
        yield from (f"TI  - {_title(record)}", f"PG  - {n}-{n + 9}", f"LID - 10.1000/c.{n} [doi]")
        yield from (
            f"AB  - {abstract}",
            f"FAU - Roe{n}, Bob A",
            "AU  - Roe BA",
            "PT  - Journal Article",
        )
        yield from ("JT  - Journal of Causes", "TA  - J Causes", "MH  - Crows")

    return "\n".join(line for record in records for line in one(record))


def csl(records: list[Record]) -> str:
    return json.dumps(
        [
            {
                "id": f"roe{n}a",
                "type": "article-journal",
                "title": _title((n, abstract)),
                "author": [{"family": f"Roe{n}", "given": "Bob A."}, {"literal": "The Group"}],
                "issued": {"date-parts": [[2006, 2, 17]]},
                "container-title": "Journal of Causes",
                "page": f"{n}-{n + 9}",
                "DOI": f"10.1000/causes.{n}",
                "abstract": abstract,
            }
            for n, abstract in records
        ]
    )


def endnote(records: list[Record]) -> str:
    def one(record: Record) -> str:
        n, abstract = record
        return (
            f'<record><rec-number>{n}</rec-number><ref-type name="Journal Article">17</ref-type>'
            f"<contributors><authors><author><style>Roe{n}, Bob A.</style></author></authors>"
            f"</contributors><titles><title><style>{_title(record)}</style></title>"
            "<secondary-title><style>Journal of Causes</style></secondary-title></titles>"
            f"<dates><year><style>2006</style></year></dates><abstract><style>{abstract}</style>"
            f"</abstract><electronic-resource-num>10.1000/c.{n}</electronic-resource-num></record>\n"
        )

    return f"<xml><records>{''.join(map(one, records))}</records></xml>"


def table(records: list[Record]) -> str:
    lines = ['"Title","Authors","Year","Source title","DOI","Abstract","Cited by"']
    lines += [
        f'"{_title((n, abstract))}","Roe{n}, Bob; Poe, Al","2006","Journal of Causes",'
        f'"10.1000/c.{n}","{abstract}","12"'
        for n, abstract in records
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
