"""Tell audio and video from everything else by how a file begins."""

from __future__ import annotations

# Beginnings of containers and of bare streams that hold sound.
_STARTS = (
    b"fLaC",
    b"OggS",
    b"ID3",
    b"\x1a\x45\xdf\xa3",  # Matroska and WebM
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF: WMA and WMV
    b"FLV\x01",
    b"#!AMR",
    b"#!SILK",
    b"caff\x00\x01",
    b".snd",
    b"wvpk",
    b"MAC ",
    b"TTA1",
    b"MPCK",
    b"MP+",
    b"DSD ",
    b".RMF",
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"riff\x2e\x91\xcf\x11",  # Sony Wave64
)
_RIFF = (b"WAVE", b"AVI ")
# What the first box of an MP4 or QuickTime file is called.
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free", b"pnot")
# Brands of still images, which are MP4 files as well.
_IMAGES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"avif", b"avis", b"mif1", b"msf1", b"crx ")
_TS_PACKETS = (188, 192)
# Bits of the 32-bit header that two MPEG audio frames of a stream have in common: all but padding,
# bit rate, and what changes from frame to frame.
_MP3_SAME = 0xFFFE0C00
_MP3_KBITS = {
    (3, 3): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def is_media(head: bytes) -> bool:
    """Whether a file that begins with `head` (some kilobytes) is audio or video."""
    if head.startswith(_STARTS):
        return True
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return head[8:12] in _RIFF
    if head[:4] == b"FORM":
        return head[8:12] in (b"AIFF", b"AIFC")
    if head[4:8] in _BOXES:
        return head[8:12] not in _IMAGES
    return _is_transport_stream(head) or _is_mp3(head) or _is_adts(head)


def _is_transport_stream(head: bytes) -> bool:
    """MPEG transport stream: a sync byte begins each packet."""
    for size in _TS_PACKETS:
        first = size - 188
        marks = head[first : first + 5 * size : size]
        if len(marks) == 5 and marks == b"\x47" * 5:
            return True
    return False


def _is_mp3(head: bytes) -> bool:
    """MPEG audio frames with no tag before them: the second stands where the first says."""
    size = _mp3_frame_bytes(head)
    if size is None or len(head) < size + 4:
        return False
    first, second = head[:4], head[size : size + 4]
    return (int.from_bytes(first) ^ int.from_bytes(second)) & _MP3_SAME == 0


def _mp3_frame_bytes(head: bytes) -> int | None:
    """The size of the MPEG audio frame at the beginning, None where there is none.

    The header is that of ISO/IEC 11172-3: 11 bits of sync, 2 of version, 2 of layer, 4 of bit
    rate, 2 of sampling rate, 1 of padding.
    """
    bits = int.from_bytes(head[:4])
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    kbits, rate, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer == 0 or kbits in (0, 15) or rate == 3:
        return None
    table = _MP3_KBITS[(3, layer) if version == 3 else (2, 3 if layer == 3 else 1)]
    bits_a_second, hertz = table[kbits] * 1000, _MP3_RATES[version][rate]
    if layer == 3:
        return (12 * bits_a_second // hertz + padding) * 4
    samples = 72 if layer == 1 and version != 3 else 144
    return samples * bits_a_second // hertz + padding


def _is_adts(head: bytes) -> bool:
    """Bare AAC: two ADTS headers, the second where the first says that its frame ends."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return False
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size > 7 and head[size : size + 2] == head[:2]
