"""The template engine of reports: everything printed is escaped unless it is known to be safe.

What a template prints goes through ``finalize``: text is escaped for the format, citations and
sentences are set, and only what a renderer made itself (``Markup``) passes as it is. A user's
templates run in Jinja2's sandbox. Data are never compiled: template syntax in them means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from causalkb.errors import InputError
from causalkb.paths import expanded
from causalkb.report.citations import Bibliography, Reference
from causalkb.report.limits import bounded
from causalkb.report.summary.records import Cite, Inline, Report, Run
from causalkb.report.summary.words import counted
from causalkb.text import clean_line

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SHIPPED = Path(__file__).parent / "templates"


class Setting(Protocol):
    """How one format sets text; each method returns what is safe in it."""

    def text(self, text: str) -> str:
        """Escape untrusted text."""

    def cite(self, cite: Cite) -> str:
        """Set a citation with its brackets."""

    def cites(self, cites: tuple[Cite, ...]) -> str:
        """Set citations that share their brackets."""

    def styled(self, text: str, style: str) -> str:
        """Escape untrusted text and set it "strong", "em" or as "code"."""

    def reference(self, reference: Reference) -> str:
        """Set an entry of the references, without its number."""

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """What templates of this format may use besides."""


def render(
    name: str, report: Report, bibliography: Bibliography, setting: Setting, **more: Any
) -> str:
    """Fill a template with a report.

    Args:
        name: File name of the template.
        report: The report.
        bibliography: Its references.
        setting: How the format sets text.
        more: Further variables; ``folder`` is the user's folder of templates or ``None``.

    Raises:
        InputError: A template cannot be read or used, or a user's has no end.
    """
    from jinja2 import TemplateError, TemplateNotFound

    folder: Path | None = more.pop("folder", None)
    variables = {
        "report": report,
        "references": bibliography.references,
        "bibliography": bibliography,
        **more,
    }
    made = environment(setting, *([] if folder is None else [folder]))
    try:
        with nullcontext() if folder is None else bounded(folder):
            text = made.get_template(name).render(variables)
    except TemplateNotFound as error:
        raise InputError(f"no template {error}") from error
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{getattr(error, 'name', None) or name}" + (f", line {line}" if line else "")
        where = f"{folder or SHIPPED}: {place}"
        raise InputError(f"{where}: {clean_line(str(error))}") from error
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        if folder is None:
            raise  # our own template is wrong, which no user can fix
        raise InputError(f"{folder}: {name}: {type(error).__name__}: {error}") from error
    except OSError as error:
        raise InputError(f"{folder}: {name}: {error.strerror or error}") from error
    except RecursionError as error:
        raise InputError(f"{folder}: {name}: includes itself") from error
    return text


def environment(setting: Setting, *folders: Path, sandboxed: bool = True) -> Environment:
    """Return the template engine: everything printed goes through ``setting``.

    Args:
        setting: How the format sets text.
        folders: Where templates are looked for before the shipped ones.
        sandboxed: Run templates in Jinja2's sandbox. Without it, pages take three quarters of the
            time: only for templates of ours, never for a user's.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    shipped = FileSystemLoader(SHIPPED)
    own = [FileSystemLoader(folder) for folder in folders]
    made = (SandboxedEnvironment if sandboxed else Environment)(
        loader=ChoiceLoader([*own, shipped, PrefixLoader({"default": shipped})]),
        autoescape=True,
        finalize=_finalizer(setting),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "counted": counted,
        # For what a template's author wrote; never for data.
        "ready": Markup,
        **setting.filters(),
    }
    return made


def check_folder(folder: Path | None) -> Path | None:
    """Return a folder of templates as it is.

    Raises:
        InputError: There is no such folder, or nothing in it that any report uses.
    """
    if folder is None:
        return None
    folder = expanded(folder)
    names = sorted(path.name for path in SHIPPED.glob("*.j2"))
    if not folder.is_dir():
        raise InputError(f"{folder}: no folder of templates")
    if not any((folder / name).is_file() for name in names):
        raise InputError(f"{folder}: none of {', '.join(names)} is in it")
    return folder


def _finalizer(setting: Setting) -> Callable[[Any], Markup]:
    from jinja2 import Undefined
    from markupsafe import Markup

    def inline(part: str | Cite) -> str:
        return setting.cite(part) if isinstance(part, Cite) else spaced(part, setting.text(part))

    def spaced(text: str, made: str) -> str:
        # Escaping tidies the ends away, where citations need their spaces.
        before, after = (" " if text[at:][:1].isspace() else "" for at in (0, -1))
        return f"{before}{made}{after if text.strip() else ''}"

    def run(one: Run) -> str:
        if one.cites:
            return setting.cites(one.cites)
        made = setting.styled(one.text, one.style) if one.style else setting.text(one.text)
        return spaced(one.text, made)

    def finalize(value: Any) -> Any:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, Cite):
            return Markup(setting.cite(value))
        if isinstance(value, Inline):
            return Markup("".join(map(inline, value.parts)))
        if isinstance(value, Run):
            return Markup(run(value))
        if isinstance(value, Reference):
            return Markup(setting.reference(value))
        return Markup(setting.text("" if value is None else str(value)))

    return finalize


class Anchors:
    """Names of places in a document: safe, unique, and the same as long as the key is."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._of: dict[str, str] = {}
        taken: set[str] = set()
        for key in sorted(keys):
            plain = "ref-" + (re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-").lower() or "x")
            name, n = plain, 1
            while name in taken:
                n += 1
                name = f"{plain}-{n}"
            taken.add(name)
            self._of[key] = name

    def __getitem__(self, key: str) -> str:
        return self._of[key]
