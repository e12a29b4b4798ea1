"""What WhatsApp itself writes into an export in place of words: media, deletions, edit marks."""

from __future__ import annotations

import re

from slmsum.conversation import Kind
from slmsum.readers.marks import without_marks

_MARK = "\u200e"

_DELETED = """
This message was deleted|You deleted this message|This message was deleted by admin
Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht
Se eliminó este mensaje|Este mensaje fue eliminado|Eliminaste este mensaje
Ce message a été supprimé|Vous avez supprimé ce message|Ce message a été effacé
Questo messaggio è stato eliminato|Hai eliminato questo messaggio
Esta mensagem foi apagada|Você apagou esta mensagem|Mensagem apagada|Apagou esta mensagem
Dit bericht is verwijderd|Dit bericht werd verwijderd|Je hebt dit bericht verwijderd
U hebt dit bericht verwijderd|Detta meddelande raderades|Du raderade detta meddelande
Denne besked blev slettet|Denne meldingen ble slettet|Tämä viesti poistettiin
Данное сообщение удалено|Вы удалили данное сообщение|Ta wiadomość została usunięta
Usunięto tę wiadomość|Bu mesaj silindi|Bu mesajı sildiniz|Pesan ini telah dihapus
Anda menghapus pesan ini|यह संदेश हटा दिया गया था|تم حذف هذه الرسالة|לקח הודעה זו נמחקה
הודעה זו נמחקה|このメッセージは削除されました|此消息已删除|你删除了此消息|此訊息已刪除
삭제된 메시지입니다|삭제한 메시지입니다
"""
_THINGS = [
    "image",
    "video",
    "audio",
    "sticker",
    "GIF",
    "document",
    "photo",
    "Contact_card",
    "video_note",
]


def _exact() -> dict[str, Kind]:
    deleted = _DELETED.strip().replace("\n", "|").split("|")
    kinds = {text + stop: Kind.SYSTEM for text in deleted for stop in ("", ".", "。")}
    media = [f"{thing} omitted" for thing in _THINGS]
    return kinds | dict.fromkeys(["", "null", *media], Kind.MEDIA)


EXACT = _exact()
"""Whole bodies that are never words somebody wrote, direction marks left out."""

_EDITED = re.compile(
    r"<[^<>\n]{0,24}(?:edited|bearbeitet|edit[óoa]|editad[oa]|modifi|bewerkt|redig|muokattu|"
    r"измен|edytowan|düzenlendi|diedit|संपादित|تعديل|נערכה|編集|编辑|編輯|편집)[^<>\n]{0,24}>$"
)
_ANGLED = re.compile(r"<[^<>\n]{4,60}>$")
_ATTACHED = re.compile(
    r"<(?:attached|Anhang|adjunto|pièce jointe|anexado|anexo|allegato|bijgevoegd|bifogat|"
    r"vedhæftet|vedlagt|liite|прикреплено|прикреплён|załączono|ekli|terlampir|संलग्न|مرفق|"
    r"添付ファイル|附件|첨부됨?)\s?[:：][^<>\n]*>$"
)
_FILE = re.compile(
    r"[^\n/]{1,200}\.\w{2,5} \((?:file attached|attached file|Datei angehängt|archivo adjunto|"
    r"fichier joint|arquivo anexado|ficheiro anexado|file allegato|bestand bijgevoegd|"
    r"файл добавлен|plik dołączony|dosya ekli|file terlampir|bifogad fil|fil vedlagt|"
    r"fil vedhæftet|添付ファイル|文件附件|檔案附件|파일 첨부됨?|ملف مرفق|קובץ מצורף)\)"
)
_APP_FILE = re.compile(
    r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d{4,}\.\w{2,5}(?: \([^()\n]{3,40}\))?(?:\n|$)"
)
_OMISSION = re.compile(
    r"omitted|weggelassen|ausgelassen|ausgeschlossen|omitid|omess[oaie]|absent|omis|ocult|"
    r"weggelaten|utelämna|utela|udelad|pois|pominięt|vynech|пропущен|отсутствует|dahil edilmedi|"
    r"tidak disertakan|छोड़|محذوف|הושמט|省略|忽略|略去|생략|未加载",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"m[eé]di|mídia|multim|медиа|dosya|medya|revelado|メディア|媒体|媒體|미디어|وسائط|मीडिया|מדיה",
    re.IGNORECASE,
)


def understood(body: str, *, ios: bool) -> tuple[Kind, str, bool]:
    """What a message's body is: its kind, its words, and whether its name is a speaker's.

    On iOS lines of the app itself carry the chat's or a member's name and begin with a mark.
    """
    text = _without_edit_mark(without_marks(body))
    if (kind := EXACT.get(text)) is not None:
        return kind, text, True
    if (caption := _beside_attachment(text)) is not None:
        return (Kind.SAID if caption else Kind.MEDIA), caption or text, True
    if _stands_for_media(body, text):
        return Kind.MEDIA, text, True
    # A poll begins with a mark as well, but its lines are words of the one who made it.
    if ios and body.startswith(_MARK) and "\n" not in text:
        return Kind.SYSTEM, text, False
    return Kind.SAID, text, True


def _stands_for_media(body: str, text: str) -> bool:
    if _ANGLED.match(text):
        return bool(_OMISSION.search(text) or _MEDIA.search(text))
    after_mark = body.rpartition(_MARK)[2] if _MARK in body else ""
    return (
        0 < len(after_mark) < 80
        and len(text) < 200
        and len(after_mark.split()) <= 6
        and _OMISSION.search(after_mark) is not None
    )


def _without_edit_mark(text: str) -> str:
    start = text.rfind("<") if text.endswith(">") else -1
    return text[:start].rstrip() if start >= 0 and _EDITED.match(text, start) else text


def _beside_attachment(text: str) -> str | None:
    """The caption beside an attached file, None where no file is attached."""
    if match := _FILE.match(text) or _APP_FILE.match(text):
        return text[match.end() :].strip()
    if text.endswith(">") and (match := _ATTACHED.search(text)):
        return text[: match.start()].strip()
    return None
