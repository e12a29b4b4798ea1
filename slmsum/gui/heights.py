"""Where each of very many rows of unequal height stands, most of them only estimated."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

_PAGE = 256


class Heights:
    """Heights of `count` rows in pixels: `estimate` each, until `set` tells the true one."""

    def __init__(self, count: int = 0, estimate: int = 48) -> None:
        self.count = count
        self.estimate = estimate
        self._known: dict[int, int] = {}
        pages = -(-count // _PAGE)
        self._sums = [estimate * min(_PAGE, count - page * _PAGE) for page in range(pages)]
        self._tops: list[int] | None = None

    @property
    def total(self) -> int:
        """The height of all rows together."""
        return self._page_tops()[-1]

    def known(self, row: int) -> bool:
        """Whether the row's height is measured."""
        return row in self._known

    def height(self, row: int) -> int:
        """The height of a row, measured or estimated."""
        return self._known.get(row, self.estimate)

    def set(self, row: int, height: int) -> int:
        """Note a measured height; returns how much it differs from what was thought."""
        change = height - self.height(row)
        self._known[row] = height
        if change:
            self._sums[row // _PAGE] += change
            self._tops = None
        return change

    def top(self, row: int) -> int:
        """Where a row begins; the row after the last gives the total."""
        page = row // _PAGE
        return self._page_tops()[page] + sum(map(self.height, range(page * _PAGE, row)))

    def row_at(self, y: int) -> int:
        """The row that covers `y`: the first or last one where `y` is outside; -1 without rows."""
        if not self.count:
            return -1
        page = min(max(0, bisect_right(self._page_tops(), y) - 1), len(self._sums) - 1)
        bottom = self._page_tops()[page]
        last = min(self.count, (page + 1) * _PAGE) - 1
        for row in range(page * _PAGE, last):
            bottom += self.height(row)
            if y < bottom:
                return row
        return last

    def _page_tops(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._sums, initial=0))
        return self._tops
