"""Documents that were made, and the office's own templates for them: kept in the store by their hash like originals.

What was made when, by whom, of which version, says the journal; which template holds is a decision:

| kind | scope | subject | answer |
|---|---|---|---|
| template | kind of document, deck | its ending, pptx | sha256 of the file; "": the built-in one; was: its name |
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from ledgers import audit
from ledgers.decisions import Decision
from ledgers.errors import LedgerError
from ledgers.publishing import decide
from ledgers.snapshot import writing
from ledgers.store import Store, keep_original

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TEMPLATE", "Paper", "keep_paper", "keep_template", "kept_bytes", "papers_kept", "template_of"]

TEMPLATE = "template"
_MADE = "document"


@dataclass(frozen=True)
class Paper:
    """One document that was made: of which period and version (`fingerprint`: hash of the content), which kind, the
    name of its file, its hash."""

    period: str
    snapshot: str
    fingerprint: str
    kind: str
    name: str
    sha256: str = ""
    made_by: str = ""
    made_at: datetime | None = None


def keep_paper(store: Store, paper: Paper, content: bytes, *, by: str, at: datetime) -> Paper:
    """Keep a document byte for byte and write into the journal that it was made; returns it with its hash."""
    with writing(store, at=at):
        digest, _ = keep_original(store, paper.name, content)
        told = {name: value for name, value in asdict(paper).items() if name not in ("made_by", "made_at")}
        audit.append(store.audit, at=at, who=by, what=_MADE, detail=told | {"sha256": digest})
    return Paper(**told | {"sha256": digest, "made_by": by, "made_at": at})


def papers_kept(store: Store) -> list[Paper]:
    """Every document that was made and kept, the newest first."""
    names = {each.name for each in fields(Paper)}
    found = [
        Paper(**{name: value for name, value in entry["detail"].items() if name in names} | {
            "made_by": entry["who"], "made_at": datetime.fromisoformat(entry["at"]) if entry["at"] else None,
        })
        for entry in audit.entries(store.audit)
        if entry["what"] == _MADE
    ]  # fmt: skip
    return found[::-1]


def kept_bytes(store: Store, sha256: str, *, name: str) -> bytes:
    """The bytes of a document or a template; LedgerError when they are no longer there."""
    found = sorted(store.originals.glob(f"{sha256}*")) if len(sha256) == 64 and sha256.isalnum() else []
    if not found:
        raise LedgerError(f"台账库里找不到“{name}”；请检查 originals 文件夹是否被移动或清理，或重新生成一份。")
    return found[0].read_bytes()


def keep_template(
    store: Store, kind: str, ending: str, *, name: str, content: bytes | None, by: str, at: datetime
) -> str:
    """Use the office's own template for a kind of document from now on (content None: the built-in one again); returns
    the id of the version in which that stands."""
    with writing(store, at=at):
        digest = "" if content is None else keep_original(store, f"{name}.{ending}", content)[0]
    return decide(store, [Decision(TEMPLATE, kind, ending, digest, was=name)], by=by, at=at)


def template_of(facts: Mapping[str, "pd.DataFrame"], kind: str, ending: str) -> tuple[str, str] | None:
    """Name and hash of the template that holds for a kind of document; None for the built-in one."""
    told = facts["decisions"]
    mine = told[told["kind"].eq(TEMPLATE) & told["scope"].eq(kind) & told["subject"].eq(ending)].sort_values("seq")
    if mine.empty or not mine["answer"].iloc[-1]:
        return None
    return str(mine["was"].iloc[-1]), str(mine["answer"].iloc[-1])
