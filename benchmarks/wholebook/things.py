"""What stands between paragraphs: tables, formulas, code, lists, quotations, verse, other languages.

In: a source of chance and its prose. Out: Markdown blocks. Nothing here is counted or referred to; whoever
puts a thing into a chapter names it.
"""
# ruff: noqa: E501 - a vocabulary reads better unbroken

from __future__ import annotations

import random

from benchmarks.wholebook.prose import Prose

_FORMULAS = (
    r"Q = A \cdot C \sqrt{R\,S}",
    r"v = \frac{1}{n}\,R^{2/3}\,S^{1/2}",
    r"W = \sum_{i=1}^{k} \frac{m_i\,h_i}{\eta} + \int_0^{T} q(t)\,\mathrm{d}t",
    r"h_2 = h_1 - \frac{q^2}{2 g}\left(\frac{1}{A_2^2} - \frac{1}{A_1^2}\right)",
    r"p_n = p_0 \left(1 + \frac{r}{100}\right)^{n}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix} = \begin{pmatrix} u \\ v \end{pmatrix}",
)
_INLINE = (
    "$h = 2.4$",
    "$A_2 < A_1$",
    r"$\frac{1}{2} g t^2$",
    "$n + 1$",
    r"$\eta \approx 0.6$",
    "$x_1, \\dots, x_k$",
)
_CODE = (
    (
        "python",
        """\
def lockage(length_m: float, width_m: float, fall_m: float) -> float:
    \"\"\"Return the water one boat costs, in cubic metres.\"\"\"
    return length_m * width_m * fall_m


def summer_loss(pounds: list[tuple[float, float]], evaporation_m: float = 0.004, days: int = 92) -> float:
    return sum(length * width for length, width in pounds) * evaporation_m * days""",
    ),
    (
        "sql",
        """\
SELECT year, count(*) AS boats, sum(toll) AS tolls
  FROM passages JOIN keepers USING (keeper)
 WHERE gate = 'upper' AND year BETWEEN 1801 AND 1850
 GROUP BY year ORDER BY tolls DESC;""",
    ),
    (
        "bash",
        """\
for roll in rolls/*.txt; do
    grep --count 'lime' "$roll" | tee --append boats-of-lime.txt   # one line for each roll, in their order
done""",
    ),
)
_VERSE = (
    ("The water waits behind the gate", "    and does not ask the hour;", "it learned from us to come in late,", "    and we, from it, to lower."),
    ("Seven locks and one to spare,", "a penny for the bridge,", "the horse is lame, the boat is bare,", "the moon is on the ridge."),
)  # fmt: skip
_FOREIGN = (
    ("de", "", "Die Schleusenwärterin hat das Wasserstandsverzeichnis nie aus der Hand gegeben, auch nicht während der Eisenbahnausstellung."),
    ("fr", "", "L’éclusier n’avait jamais vu la mer ; il savait pourtant, disait-il, ce que c’est que d’attendre l’eau."),
    ("ru", "", "Смотритель шлюза записывал каждую лодку, но никогда не спрашивал, куда она идёт."),
    ("el", "", "Το νερό γυρίζει πάντα στον ίδιο τόπο, και ο φύλακας το ξέρει."),
    ("fa", "rtl", "آب‌بند را هر شب می‌بستند و هر بامداد باز می‌کردند."),
    ("ar", "rtl", "لا يسأل الماء عن اسم الحارس."),
    ("cs", "", "Hlídač zdymadla zapsal každou loď, která proplula horní komorou."),
)  # fmt: skip
_REMARKS = (
    "dry",
    "ice in March",
    "gate mended",
    "no entry",
    "toll disputed",
    "two boats lost",
    "by order",
    "lime",
)


class Things:
    """Blocks of Markdown, drawn one after the other."""

    def __init__(self, chance: random.Random, prose: Prose) -> None:
        self.chance = chance
        self.prose = prose

    def rows(self, count: int, year: int) -> str:
        """Return a table of so many years, without its caption."""
        lines = ["| Year | Boats | Tolls, £ | Remark |", "|:-----|------:|---------:|:-------------|"]
        for number in range(count):
            remark = self.chance.choice(_REMARKS) if self.chance.random() < 0.5 else ""
            boats, tolls = self.chance.randint(80, 990), self.chance.randint(100, 4000)
            lines.append(f"| {year + number} | {boats} | {tolls}.{self.chance.randint(0, 99):02} | {remark} |")
        return "\n".join(lines)

    def grid(self) -> str:
        """Return a table whose cells hold paragraphs and lists, without its caption."""
        width = 34
        rule = f"+{'-' * width}+{'-' * width}+"
        lines = [rule, _row(("**Keeper**", "**Duties**"), width), rule.replace("-", "=")]
        for _ in range(3):
            left = [self._phrase(width - 2), "", "*in winter*"]
            right = [f"- {self._phrase(width - 4)}" for _ in range(3)]
            lines += [_row(pair, width) for pair in zip(left, right, strict=True)] + [rule]
        return "\n".join(lines)

    def _phrase(self, letters: int) -> str:
        return next(phrase for phrase in iter(self.prose.phrase, "") if len(phrase) <= letters)

    def formula(self) -> str:
        """Return a formula to be displayed, in TeX."""
        return self.chance.choice(_FORMULAS)

    def inline_formula(self) -> str:
        """Return a formula in a line, between its dollars."""
        return self.chance.choice(_INLINE)

    def code(self) -> tuple[str, str]:
        """Return a language and lines in it."""
        return self.chance.choice(_CODE)

    def bullets(self) -> str:
        """Return a list in a list."""
        lines = []
        for _ in range(self.chance.randint(3, 5)):
            lines.append(f"- {self.prose.sentence()}")
            if self.chance.random() < 0.4:
                lines += [f"    1. {self.prose.phrase()}" for _ in range(2)]
        return "\n".join(lines)

    def numbered(self) -> str:
        """Return a numbered list whose items have several paragraphs."""
        items = [f"{n}. {self.prose.sentence()}\n\n    {self.prose.passage(2)}" for n in range(1, 4)]
        return "\n\n".join(items)

    def definitions(self) -> str:
        """Return a list of terms and what they mean."""
        terms = [self.prose.phrase() for _ in range(3)]
        return "\n\n".join(f"{term}\n:   {self.prose.passage(2)}" for term in terms)

    def verse(self) -> str:
        """Return a stanza whose lines are kept."""
        return "\n".join(f"| {line}" for line in self.chance.choice(_VERSE))

    def foreign(self) -> str:
        """Return a sentence in another language, said to be so."""
        language, direction, words = self.chance.choice(_FOREIGN)
        return f"[{words}]{{lang={language}{' dir=' + direction if direction else ''}}}"

    def foreign_passage(self) -> str:
        """Return a quotation in another language, said to be so."""
        language, direction, words = self.chance.choice(_FOREIGN)
        marked = f"lang={language}{' dir=' + direction if direction else ''}"
        return f"::: {{{marked}}}\n> {words} {words}\n:::"


def _row(cells: tuple[str, str], width: int) -> str:
    return "".join(f"| {cell:<{width - 1}}" for cell in cells) + "|"
