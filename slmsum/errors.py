"""What can go wrong, as typed errors that carry fields, one message and one hint each.

The core raises these; `slmsum.cli` (and later the window) turns them into words in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class SlmsumError(Exception):
    """Base of all errors a user can be told about; `exit_code` is what the CLI ends with."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross a process border whole, whatever arguments a subclass takes."""
        return _revive, (type(self), self.args, self.__dict__)


def _revive(kind: type[SlmsumError], args: tuple[Any, ...], fields: dict[str, Any]) -> SlmsumError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class InputError(SlmsumError):
    """Something is wrong with what the user gave us; `source` names it."""

    def __init__(self, source: str | Path, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{source}: {problem}", hint=hint)
        self.source = str(source)
        self.problem = problem


class UnreadableFile(InputError):
    """The file cannot be opened or read."""

    def __init__(self, source: str | Path, reason: str) -> None:
        super().__init__(source, f"cannot be read: {reason}", hint="Check the path and its rights.")


class EmptyInput(InputError):
    """There is nothing to summarize in the file."""

    def __init__(self, source: str | Path, what: str = "no words in it") -> None:
        super().__init__(
            source, what, hint="Give a file with at least one message or spoken sentence."
        )


class UnknownFormat(InputError):
    """No reader recognises the file; `known` lists the formats that would be."""

    def __init__(self, source: str | Path, known: Sequence[str], reason: str = "") -> None:
        problem = "not a conversation in a format I know" + (f" ({reason})" if reason else "")
        super().__init__(source, problem, hint="Known formats: " + ", ".join(known) + ".")
        self.known = tuple(known)


class MalformedInput(InputError):
    """The file is of a known format but breaks its rules at `where`."""

    def __init__(self, source: str | Path, format: str, reason: str, *, where: str = "") -> None:
        at = f" at {where}" if where else ""
        super().__init__(
            source, f"broken {format} file{at}: {reason}", hint="Export it again, or try a copy."
        )
        self.format = format
        self.where = where


class BadMedia(InputError):
    """An audio or video file of which nothing can be decoded."""

    def __init__(self, source: str | Path, reason: str) -> None:
        super().__init__(
            source,
            f"sound that cannot be decoded: {reason}",
            hint="Try a complete copy, or convert it to WAV or MP3.",
        )


class ProtectedMedia(InputError):
    """An audio or video file that only its seller's programs may play."""

    def __init__(self, source: str | Path) -> None:
        super().__init__(
            source, "protected against copying (DRM)", hint="Give a copy without protection."
        )


class UnsafeArchive(InputError):
    """An archive would write outside its folder, or unpack to far more than it should."""

    def __init__(self, source: str | Path, reason: str) -> None:
        super().__init__(
            source, f"unsafe archive: {reason}", hint="Unpack it yourself and give one file of it."
        )


class TooLarge(InputError):
    """The input passes a limit that protects memory; `size` and `limit` are in bytes."""

    def __init__(self, source: str | Path, what: str, size: int, limit: int) -> None:
        super().__init__(
            source,
            f"{what} is {size:,} bytes, more than the limit of {limit:,}",
            hint="Split it, or narrow it with --since and --until.",
        )
        self.size = size
        self.limit = limit


class NothingLeft(InputError):
    """--since, --until or --speaker leave no turn."""

    def __init__(self, source: str | Path, speakers: Sequence[str]) -> None:
        super().__init__(
            source,
            "no turn is left after --since, --until and --speaker",
            hint="Speakers in it: " + (", ".join(speakers) or "none") + ".",
        )


class BadOption(SlmsumError):
    """An option or a setting has a value that cannot be used."""


class BadTemplate(SlmsumError):
    """A template of minutes breaks the rules at `key`, "" where the whole file does."""

    def __init__(self, source: str, key: str, problem: str) -> None:
        super().__init__(
            f"{source}: {key + ': ' if key else ''}{problem}",
            hint="'slmsum templates show general' shows what a template looks like.",
        )
        self.source = source
        self.key = key
        self.problem = problem


class ModelError(SlmsumError):
    """A model is not there or cannot be used; `model` is its catalogue name."""

    exit_code = 3

    def __init__(self, model: str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"model {model}: {problem}", hint=hint or "Run: slmsum models fetch")
        self.model = model


class ModelMissing(ModelError):
    """The model has not been fetched or imported yet."""

    def __init__(self, model: str) -> None:
        super().__init__(model, "not on this machine")


class ModelCorrupt(ModelError):
    """A model file is not what the catalogue says it is."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(
            model, f"damaged ({reason})", hint=f"Run: slmsum models fetch {model} --force"
        )


def _one_line(reason: str) -> str:
    """A reason that may quote a hostile file, as one short line that a terminal can show."""
    shown = "".join(letter if letter.isprintable() else " " for letter in reason)
    return " ".join(shown.split())[:300]


class UnfitModel(ModelError):
    """A file the user brought cannot serve as a model."""

    exit_code = 2

    def __init__(self, model: str | Path, reason: str) -> None:
        super().__init__(
            str(model),
            _one_line(reason),
            hint="Give a GGUF of the llama, qwen2, qwen3 or gemma family, or a CTranslate2 folder.",
        )


class FetchFailed(ModelError):
    """A model could not be downloaded from any of its sources."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(
            model,
            f"could not be fetched: {reason}",
            hint="Check the network and run: slmsum models fetch",
        )


class DiskFull(SlmsumError):
    """There is not enough room; `needed` and `free` are in bytes."""

    def __init__(self, place: str | Path, needed: int, free: int) -> None:
        super().__init__(
            f"{place}: {needed / 1e6:,.0f} MB are needed and {free / 1e6:,.0f} MB are free",
            hint="Make room, or set SLMSUM_HOME to a folder on another disk.",
        )
        self.needed = needed
        self.free = free


class OutputFailed(SlmsumError):
    """A result could not be written."""

    def __init__(self, place: str | Path, reason: str) -> None:
        super().__init__(f"{place}: cannot be written: {reason}", hint="Choose another -o FILE.")


class LibraryError(SlmsumError):
    """Something is wrong with the library; `place` is its database or folder."""

    def __init__(self, place: str | Path, problem: str, *, hint: str = "") -> None:
        super().__init__(f"library {place}: {_one_line(problem)}", hint=hint)
        self.place = str(place)


class LibraryLocked(LibraryError):
    """Another program is writing to the library, or has it open while it must not."""

    def __init__(self, place: str | Path) -> None:
        super().__init__(place, "in use by another program", hint="Close that, or try later.")


class LibraryCorrupt(LibraryError):
    """The database is damaged."""

    def __init__(self, place: str | Path, reason: str) -> None:
        super().__init__(
            place,
            f"damaged: {reason}",
            hint="Save what can be read with: slmsum library check --repair",
        )


class LibraryTooNew(LibraryError):
    """The database was made by a later slmsum; `found` and `known` are versions of its schema."""

    def __init__(self, place: str | Path, found: int, known: int) -> None:
        super().__init__(
            place,
            f"made by a later slmsum (schema {found}, this one knows up to {known})",
            hint="Update slmsum; the library is left as it is.",
        )
        self.found = found
        self.known = known


class LibraryUnwritable(LibraryError):
    """The library's folder or disk takes no writing, or is full."""

    def __init__(self, place: str | Path, reason: str) -> None:
        super().__init__(
            place,
            f"cannot be written: {reason}",
            hint="Check the disk's room and the folder's rights.",
        )


class PassphraseNeeded(LibraryError):
    """The library is encrypted and no passphrase was given."""

    def __init__(self, place: str | Path) -> None:
        super().__init__(place, "encrypted", hint="Set SLMSUM_PASSPHRASE to its passphrase.")


class WrongPassphrase(LibraryError):
    """The passphrase does not open the library."""

    def __init__(self, place: str | Path) -> None:
        super().__init__(place, "the passphrase is wrong", hint="Try again.")


class NotInLibrary(LibraryError):
    """No conversation of the library is meant by what the user wrote."""

    def __init__(self, place: str | Path, wanted: str) -> None:
        super().__init__(place, f"no conversation {wanted}", hint="See: slmsum library list")
        self.wanted = wanted


class SoundError(SlmsumError):
    """Sound cannot be recorded from a device."""


class NoMicrophone(SoundError):
    """There is nothing to record the user's own voice with."""

    def __init__(self) -> None:
        super().__init__(
            "no microphone found",
            hint="Plug one in, or record only what the computer plays with --mic none.",
        )


class NoSystemSound(SoundError):
    """What the computer plays cannot be recorded; `guidance` says what is needed."""

    def __init__(self, guidance: str) -> None:
        super().__init__("what the computer plays cannot be recorded here", hint=guidance)
        self.guidance = guidance


class DeviceDenied(SoundError):
    """The system forbids this program to listen."""

    def __init__(self, device: str) -> None:
        super().__init__(
            f"{device}: the system does not allow recording",
            hint="Allow the microphone for this program in the system's privacy settings.",
        )


class DeviceBusy(SoundError):
    """Another program holds the device for itself."""

    def __init__(self, device: str) -> None:
        super().__init__(
            f"{device}: in use by another program",
            hint="Close that program, or choose another device with --mic NAME.",
        )


class DeviceLost(SoundError):
    """The device is gone or stopped giving sound."""

    def __init__(self, device: str) -> None:
        super().__init__(
            f"{device}: not there any more", hint="Plug it in again, or choose another one."
        )


class DeviceFailed(SoundError):
    """The device cannot be opened, for another reason."""

    def __init__(self, device: str, reason: str, *, hint: str = "") -> None:
        super().__init__(
            f"{device}: cannot be opened: {_one_line(reason)}",
            hint=hint or "See the devices with: slmsum record --list-devices",
        )


class NetworkRefused(SlmsumError):
    """Something tried to open a network connection outside `slmsum models fetch`."""

    def __init__(self, target: str) -> None:
        super().__init__(
            f"a connection to {target} was refused: slmsum works offline",
            hint="Only 'slmsum models fetch' may use the network.",
        )


class WorkerDied(SlmsumError):
    """The worker process ended without an answer; `code` is its exit status."""

    exit_code = 1

    def __init__(self, code: int | None) -> None:
        super().__init__(
            f"the worker process ended unexpectedly (status {code})",
            hint="It may have run out of memory; try again with --power saver.",
        )
        self.code = code


class WorkerFailed(SlmsumError):
    """The worker met an error nobody foresaw; `trace` is its traceback as text."""

    exit_code = 1

    def __init__(self, reason: str, trace: str) -> None:
        super().__init__(
            f"something went wrong inside slmsum: {reason}",
            hint="Run again with --debug for the details, and report them.",
        )
        self.trace = trace


class Cancelled(SlmsumError):
    """The user stopped the work."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("cancelled")
