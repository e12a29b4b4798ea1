"""What it means when files, folders, zips or text are dropped on slmsum."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.errors import EmptyInput, SlmsumError, UnknownFormat
from slmsum.jobs import ReadRequest
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink

if TYPE_CHECKING:
    from slmsum.readers.source import Source

# A folder of more conversations than this was hardly meant to be dropped.
_MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class Dropped:
    """One conversation that came in: a file or folder, a `member` of a zip, or `text`."""

    path: Path
    member: str = ""
    text: str = ""

    @property
    def name(self) -> str:
        """What to call it until its title is known."""
        return Path(self.member).name or self.path.name

    def request(self) -> ReadRequest:
        """How to read it; raises SlmsumError."""
        if self.text:
            return ReadRequest(self.path, data=self.text.encode("utf-8", errors="replace"))
        if self.member:
            archive = _source(self.path).members
            assert archive is not None
            inside = archive.open(self.member)
            return ReadRequest(Path(inside.name), data=inside.bytes())
        return ReadRequest(self.path)


def pasted(text: str) -> Dropped:
    """Text from the clipboard; raises EmptyInput where it is blank."""
    if not text.strip():
        raise EmptyInput("clipboard", "no text in it")
    return Dropped(Path("Pasted text"), text=text)


def holds_several(path: Path) -> bool:
    """Whether it is a folder or a zip, in which `FindJob` has to look for conversations."""
    if path.is_dir():
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder or a zip holds."""

    conversations: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class FindJob:
    """Find the conversations in a folder or zip: it is one itself, or each file in it may be."""

    path: Path
    plan: PowerPlan

    def run(self, progress: ProgressSink) -> Found:
        """Raises SlmsumError, UnknownFormat where there is nothing to find."""
        from slmsum.readers.sniff import choose

        source = _source(self.path)
        try:
            choose(source)
        except UnknownFormat:
            found = self._inside(source, progress)
            if not found:
                raise
            return Found(tuple(found))
        return Found((Dropped(self.path),))

    def _inside(self, source: Source, progress: ProgressSink) -> list[Dropped]:
        archive = source.members
        names = archive.names if archive is not None else []
        found: list[Dropped] = []
        for number, name in enumerate(names):
            progress(Progress("looking for conversations", number, len(names)))
            assert archive is not None
            if _is_conversation(archive.open(name)):
                inside = Dropped(self.path / name) if source.is_folder else Dropped(self.path, name)
                found.append(inside)
            if len(found) == _MOST_FOUND:
                break
        return found


def _source(path: Path) -> Source:
    from slmsum.readers.source import Source

    return Source.of_path(path)


def _is_conversation(source: Source) -> bool:
    from slmsum.audio.media import is_media
    from slmsum.readers.sniff import choose

    try:
        if source.size == 0 or is_media(source.head):
            return source.size > 0
        choose(source)
    except SlmsumError:
        return False
    return True
