"""Give a speaker another name, everywhere it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from slmsum.conversation import Conversation, Speaker
from slmsum.errors import BadOption
from slmsum.minutes import Action, Chapter, Minutes, Point, Sentence
from slmsum.speech.spoken import Transcript

# Names that slmsum made up itself; only these are replaced within text, since "May" or "Will" may
# be a word there.
_MADE_UP = re.compile(r"(?:Speaker|Others|Left|Right) ?\d*")


def rename(conversation: Conversation, names: Mapping[str, str]) -> Conversation:
    """A conversation whose speakers are called by new names, given for old ones.

    A name that another speaker has already makes the two one. Raises BadOption for an old name
    that no speaker has, or an empty new one.
    """
    known = [speaker.name for speaker in conversation.speakers]
    for old, new in names.items():
        if old not in known:
            raise BadOption(
                f"no speaker is called {old!r}",
                hint="Speakers in it: " + (", ".join(known) or "none") + ".",
            )
        if not new.strip():
            raise BadOption(f"the new name of {old!r} is empty", hint="Give a name.")
    turns = tuple(
        turn
        if turn.speaker is None
        else replace(turn, speaker=names.get(turn.speaker, turn.speaker))
        for turn in conversation.turns
    )
    speakers = dict.fromkeys(names.get(name, name) for name in known)
    return replace(conversation, turns=turns, speakers=tuple(Speaker(name) for name in speakers))


def rename_in_transcript(transcript: Transcript, names: Mapping[str, str]) -> Transcript:
    """A transcript whose speakers are called by new names; those it does not know are left out."""
    utterances = tuple(
        old if old.speaker is None else replace(old, speaker=names.get(old.speaker, old.speaker))
        for old in transcript.utterances
    )
    return replace(transcript, utterances=utterances)


def rename_in_minutes(minutes: Minutes, names: Mapping[str, str]) -> Minutes:
    """Minutes whose owners, and speakers named in the text, are called by new names.

    Within text only names like "Speaker 2" are replaced, as whole words: others may be words.
    """
    told = _replacer({old: new for old, new in names.items() if _MADE_UP.fullmatch(old)})

    def sentence(old: Sentence) -> Sentence:
        return replace(old, text=told(old.text), doubts=tuple(map(told, old.doubts)))

    def point(old: Point) -> Point:
        return replace(old, text=told(old.text))

    def chapter(old: Chapter) -> Chapter:
        return replace(old, title=told(old.title), summary=tuple(map(sentence, old.summary)))

    def action(old: Action) -> Action:
        owner = names.get(old.owner, told(old.owner))
        return replace(old, owner=owner, task=told(old.task))

    return replace(
        minutes,
        title=told(minutes.title),
        summary=tuple(map(sentence, minutes.summary)),
        chapters=tuple(map(chapter, minutes.chapters)),
        actions=tuple(map(action, minutes.actions)),
        decisions=tuple(map(point, minutes.decisions)),
        questions=tuple(map(point, minutes.questions)),
        notes=tuple(map(told, minutes.notes)),
    )


def _replacer(names: Mapping[str, str]) -> Callable[[str], str]:
    """Replaces all names at once, so that two speakers may swap theirs."""
    if not names:
        return lambda text: text
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    return lambda text: pattern.sub(lambda found: names[found[0]], text)
