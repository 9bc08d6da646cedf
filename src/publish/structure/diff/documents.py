"""Two e-books → which document of the new one was which of the old one.

In: two structures. Out: pairs by what the documents say, so that neither names of files nor titles matter;
where the words do not tell, by name, then by title. No document is paired twice: a second copy is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from publish.model.pages import PageStructure

_SAME = 0.3
"""Share of the words of the shorter document that both must have to be the same one."""
_Words = Counter[str]


def map_documents(old: PageStructure, new: PageStructure) -> tuple[int, ...]:
    """Return, for each document of the new book, the number of its partner in the old one, or 0."""
    before, after = _contents(old), _contents(new)
    names = {item.number: item.name for item in old.spine}, {item.number: item.name for item in new.spine}
    titles = {item.number: item.title for item in old.spine}, {item.number: item.title for item in new.spine}
    found: dict[int, int] = {}
    holders: dict[str, set[int]] = defaultdict(set)
    for number, words in before.items():
        for digest in words:
            holders[digest].add(number)
    scores: list[tuple[float, bool, int, int]] = []
    for number, words in after.items():
        candidates = {candidate for digest in words for candidate in holders[digest]}
        for candidate in candidates:
            share = _share(before[candidate], words)
            if share >= _SAME:
                same_name = names[0].get(candidate) == names[1].get(number)
                scores.append((-share, not same_name, abs(candidate - number), number * 100_000 + candidate))
    taken: set[int] = set()
    for _, _, _, both in sorted(scores):
        number, candidate = divmod(both, 100_000)
        if number not in found and candidate not in taken:
            found[number] = candidate
            taken.add(candidate)
    for known in (names, titles):
        free: dict[str, list[int]] = defaultdict(list)
        for number, name in known[0].items():
            if number not in taken and name:
                free[name].append(number)
        for number, name in known[1].items():
            if number not in found and free.get(name):
                found[number] = free[name].pop(0)
                taken.add(found[number])
    total = max([len(new.spine), *after, *(page.number for page in new.pages)], default=0)
    return tuple(found.get(number, 0) for number in range(1, total + 1))


def _contents(structure: PageStructure) -> dict[int, _Words]:
    """Return, by document, how many words each of its blocks and notes has; pictures count as words."""
    found: dict[int, _Words] = defaultdict(Counter)
    for block in (*structure.blocks, *(note.body for note in structure.notes)):
        words = len(block.abridged.marks) if block.abridged else 1 + block.text.count(" ")
        found[block.page][block.digest] += words
    for picture in structure.pictures:
        found[picture.page][f"{picture.digest} {picture.name}"] += 1
    return found


def _share(old: _Words, new: _Words) -> float:
    """Return which share of the shorter one's words both have."""
    both = sum((old & new).values())
    least = min(old.total(), new.total())
    return both / least if least else 0.0
