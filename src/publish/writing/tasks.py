"""Boxes of task lists (`- [x]`), drawn: signs of a font would be those of whatever font a machine has.

In: a chapter's dressed tree, whose boxes are `span.task-box` with the sign Pandoc writes (☐, ☒). Out: the same
with a drawing in each: for pages an image of the publication, for screens SVG in the text, which takes the
colour of the words by day and by night. A box says in words whether the task is done (WCAG 2.2, 1.1.1).
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from publish.model.resource import Resource
from publish.writing.tree import Tree, add_class, has_class

_SVG = "http://www.w3.org/2000/svg"
_DONE = "☒"
_SIDE_PX = 16.0
_FRAME = '<rect x="1" y="1" width="14" height="14" rx="1" stroke-width="1.1"/>'
_TICK = '<path d="M4 8.2 7 11.4 12.2 4.6" stroke-width="1.8"/>'

# Language: what a box says: of a task that is done, of one that is not.
_TABLE = """
ar منجز | غير منجز
az görülüb | görülməyib
bg изпълнено | неизпълнено
ca fet | per fer
cs hotovo | nehotovo
da udført | ikke udført
de erledigt | offen
el έγινε | εκκρεμεί
en done | not done
es hecho | pendiente
et tehtud | tegemata
fa انجام‌شده | انجام‌نشده
fi tehty | tekemättä
fr fait | à faire
he בוצע | לא בוצע
hr obavljeno | neobavljeno
hu kész | nincs kész
hy կատարված է | կատարված չէ
it fatto | da fare
ja 完了 | 未完了
ka შესრულებულია | შეუსრულებელია
ko 완료 | 미완료
lt atlikta | neatlikta
lv izdarīts | neizdarīts
nb utført | ikke utført
nl gedaan | nog te doen
pl zrobione | niezrobione
pt feito | por fazer
ro făcut | de făcut
ru выполнено | не выполнено
sk hotové | nehotové
sl opravljeno | neopravljeno
sr урађено | неурађено
sv klart | inte klart
tr yapıldı | yapılmadı
uk виконано | не виконано
vi đã xong | chưa xong
zh 已完成 | 未完成
"""
_WORDS = {
    lang: tuple(word.strip() for word in words.split("|"))
    for lang, _, words in (line.partition(" ") for line in _TABLE.strip().splitlines())
}
_SAME = {"no": "nb", "nn": "nb"}


def task_words(lang: str) -> tuple[str, str]:
    """Return what a box says in a language, of a task that is done and of one that is not.

    >>> task_words("de-AT"), task_words("xx")
    (('erledigt', 'offen'), ('done', 'not done'))
    """
    primary = lang.replace("_", "-").split("-")[0].lower()
    done, waiting = _WORDS.get(_SAME.get(primary, primary), _WORDS["en"])
    return done, waiting


def draw_task_boxes(tree: Tree, lang: str, *, is_paged: bool) -> bool:
    """Draw the tree's boxes in place; tell whether there are any."""
    boxes = [span for span in tree.iter("span") if has_class(span, "task-box")]
    for box in boxes:
        is_done = box.text == _DONE
        words = task_words(lang)[0 if is_done else 1]
        if is_done:
            add_class(box, "done")
        if is_paged:
            drawing = etree.Element("img", {"src": _name(is_done=is_done), "alt": words})
        else:
            drawing = etree.fromstring(_drawing(is_done=is_done))
            drawing.set("role", "img")
            drawing.set("aria-label", words)
        # The blank parts box and words where no style does, and takes no room at the end of a box of its own.
        box.text, drawing.tail, box.tail = None, " ", (box.tail or "").lstrip()
        box.append(drawing)
    return bool(boxes)


def task_resources(names: Collection[str]) -> tuple[Resource, ...]:
    """Return the drawn boxes that chapters for pages name among their resources."""
    return tuple(
        Resource(
            _name(is_done=is_done), "image/svg+xml", _drawing(is_done=is_done).encode(), _SIDE_PX, _SIDE_PX
        )
        for is_done in (False, True)
        if _name(is_done=is_done) in names
    )


def _name(*, is_done: bool) -> str:
    return f"task-boxes/{'done' if is_done else 'open'}.svg"


def _drawing(*, is_done: bool) -> str:
    lines = _FRAME + (_TICK if is_done else "")
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 16 16" width="{_SIDE_PX:g}" height="{_SIDE_PX:g}" fill="none" '
        f'stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )
