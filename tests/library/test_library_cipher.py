"""An encrypted library opens with its passphrase only, and holds no word in plain."""

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError

from slmsum.conversation import Conversation
from slmsum.errors import BadOption, LibraryError, PassphraseNeeded, WrongPassphrase
from slmsum.library import Library, keys
from slmsum.library.check import problems
from slmsum.library.cipher import decrypt, encrypt
from slmsum.library.recover import recover

Talk = Callable[..., Conversation]
Holding = Callable[[Path, bytes], list[str]]
RunCode = Callable[..., CompletedProcess[str]]
SECRET = 'it\'s a "secret"; שלום'


class MemoryKeyring(KeyringBackend):
    """A keyring like the system's, for as long as a test runs."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    """A keyring that cannot be used."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError("no keyring here\nand more lines")


@pytest.fixture
def system_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    keyring.set_keyring(memory := MemoryKeyring())
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def kept(folder: Path, talk: Talk) -> Path:
    """A closed library in plain with a backup."""
    with Library.open(folder) as library:
        library.add(talk("the xylophonist", "yes"), tags=["a"])
        library.back_up()
    return folder


def test_encrypted_and_back(kept: Path, talk: Talk, holding: Holding) -> None:
    with Library.open(kept) as library:
        before = library.entries()
    encrypt(kept, SECRET)
    assert holding(kept, b"xylophonist") == holding(kept, b"SQLite") == []
    with Library.open(kept, SECRET) as library:
        assert library.entries() == before and problems(library) == []
        rows = library.connection.execute(
            "SELECT rowid FROM turn_words WHERE turn_words MATCH 'xylo*'"
        ).fetchall()
        assert rows == [(1,)]
        library.add(talk("another xylophonist"))
        library.back_up()
        with Library.open(kept, SECRET) as other:
            assert len(other.entries()) == 2
        library.remove(2)
        assert holding(kept, b"xylophonist") == []
    decrypt(kept, SECRET)
    with Library.open(kept) as library:
        assert library.entries() == before and problems(library) == []
        assert library.connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    assert not (kept / "encrypted").exists()


def test_a_wrong_or_no_passphrase(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    encrypt(kept, SECRET)
    content = (kept / "library.db").read_bytes()
    for wrong in ("", "it's", SECRET + " "):
        with pytest.raises(WrongPassphrase, match="the passphrase is wrong"):
            Library.open(kept, wrong)
    with pytest.raises(PassphraseNeeded, match="encrypted"):
        Library.open(kept)
    with pytest.raises(WrongPassphrase):
        decrypt(kept, "other")
    assert (kept / "library.db").read_bytes() == content
    assert capfd.readouterr() == ("", "")


def test_another_passphrase(kept: Path) -> None:
    encrypt(kept, "old")
    encrypt(kept, SECRET, "old")
    with pytest.raises(WrongPassphrase):
        Library.open(kept, "old")
    with Library.open(kept, SECRET) as library:
        assert len(library.entries()) == 1
        assert not list(library.backup_folder.glob("*.db"))


def test_a_library_in_plain_needs_no_passphrase(kept: Path) -> None:
    with Library.open(kept, "ignored") as library:
        library.back_up()
        assert library.passphrase is None
    with pytest.raises(LibraryError, match="not encrypted"):
        decrypt(kept)
    for empty in ("", "  ", "a\0b"):
        with pytest.raises(BadOption, match="passphrase"):
            encrypt(kept, empty)


def test_the_keyring_opens_it(kept: Path, system_keyring: MemoryKeyring) -> None:
    encrypt(kept, None)
    assert keys.holder(kept) is keys.KeyHolder.KEYRING
    (key,) = system_keyring.kept.values()
    assert len(key) == 64
    with Library.open(kept) as library:
        assert len(library.entries()) == 1
    encrypt(kept, SECRET)
    assert system_keyring.kept == {}
    with Library.open(kept, SECRET) as library:
        assert len(library.entries()) == 1


def test_a_keyring_that_cannot_be_used_leaves_it_in_plain(
    kept: Path, system_keyring: MemoryKeyring
) -> None:
    keyring.set_keyring(LockedKeyring())
    with pytest.raises(LibraryError, match=r"keyring cannot be used: no keyring here$"):
        encrypt(kept, None)
    with Library.open(kept) as library:
        assert len(library.entries()) == 1


def test_a_damaged_encrypted_library_is_saved(kept: Path, talk: Talk) -> None:
    encrypt(kept, SECRET)
    with Library.open(kept, SECRET) as library:
        library.add(talk(*(f"turn {i} " * 30 for i in range(200))))
    path = kept / "library.db"
    content = bytearray(path.read_bytes())
    content[-4096:-4088] = b"\0" * 8
    path.write_bytes(content)
    with Library.open(kept, SECRET) as library:
        assert problems(library) != []
    done = recover(kept, SECRET)
    assert done.aside.read_bytes() == content
    with Library.open(kept, SECRET) as library:
        assert problems(library) == []
        assert library.entry(1).tags == ("a",)


HOLD = """
import sys
from pathlib import Path
from slmsum.errors import SlmsumError
from slmsum.library.cipher import encrypt
try:
    encrypt(Path(sys.argv[1]), "new")
except SlmsumError as error:
    print(type(error).__name__)
"""


def test_not_while_another_program_has_it_open(kept: Path, in_process: RunCode) -> None:
    with Library.open(kept) as library:
        assert len(library.entries()) == 1
        assert in_process(HOLD, kept).stdout == "LibraryLocked\n"
        library.tag(1, "still works")
    with Library.open(kept) as library:
        assert library.entry(1).tags == ("a", "still works")
