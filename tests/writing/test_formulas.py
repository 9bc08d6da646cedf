"""Formulas: MathML for screens, drawings for pages, and TeX where neither can be made."""

from __future__ import annotations

from lxml import etree

from publish.writing.formulas import formula_name, formula_resources, formulas_of, render_formulas
from tests.writing.material import body, read, write

GOOD = [
    ("x^2", False),
    (r"\frac{a}{b}", False),
    (r"\int_0^1 f(x)\,dx", True),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", True),
    (r"\sum_{i=1}^n i < \sqrt{2}", True),
    (r"\begin{align} a &= b \\ c &= d \end{align}", True),
]


def test_every_formula_has_both_forms_and_measures() -> None:
    formulas = render_formulas(GOOD).value
    assert list(formulas) == GOOD
    for (tex, _), formula in formulas.items():
        assert formula.problem == ""
        mathml = etree.fromstring(formula.mathml)
        assert mathml.get("alttext") == " ".join(tex.split())
        assert "annotation" not in formula.mathml
        assert formula.svg.startswith("<svg")
        assert formula.width_em > 0.3
        assert 0 <= formula.descent_em < formula.height_em


def test_drawings_hold_neither_identifiers_nor_references() -> None:
    svg = render_formulas(GOOD[:2]).value[GOOD[1]].svg
    assert " id=" not in svg
    assert "href" not in svg


def test_an_integral_in_running_text_stays_within_two_lines() -> None:
    formula = render_formulas([(r"\int_0^1 x", False)]).value[r"\int_0^1 x", False]
    assert formula.height_em < 2


def test_formulas_that_cannot_be_converted_say_why() -> None:
    formulas = render_formulas([(r"\nosuch{x}", False), ("文", True), ("x", False)]).value
    assert "nosuch" in formulas[r"\nosuch{x}", False].problem
    assert "文" in formulas["文", True].problem
    assert formulas["x", False].problem == ""


def test_a_bad_formula_is_told_where_it_stands_and_printed_as_code() -> None:
    outcome = write(r"Bad $\nosuch{x}$." + "\n", "paged")
    assert [d.code for d in outcome.diagnostics] == ["math/unsupported"]
    assert r'<code class="formula-source" dir="ltr">\nosuch{x}</code>' in outcome.value.body


def test_pages_get_pictures_with_the_tex_as_alternative_text() -> None:
    chapter = write("Is $a<b$ so?\n", "paged").value
    image = etree.fromstring(f"<div>{chapter.body}</div>").find(".//img")
    assert image is not None
    assert image.get("alt") == "a<b"
    assert "vertical-align: -" in image.get("style", "")
    assert chapter.resources == (image.get("src"),)
    assert not chapter.has_mathml


def test_screens_get_mathml() -> None:
    chapter = write("Is $a<b$ so?\n", "reflowable").value
    assert chapter.has_mathml
    assert chapter.resources == ()
    assert 'xmlns="http://www.w3.org/1998/Math/MathML"' in chapter.body


def test_displays_are_equations_and_labelled_ones_show_their_number() -> None:
    assert '<span class="equation"><math' in body("$$x$$\n")
    written = body('[$$x$$]{#eq:a .equation number="3"}\n')
    assert written.count("equation-number") == 1
    assert '<span class="equation-number">(3)</span>' in written
    assert 'id="eq:a"' in written


def test_drawings_become_files_named_by_their_content() -> None:
    formulas = render_formulas([("x", False), ("y", False), (r"\nosuch", False)]).value
    resources = formula_resources(formulas.values())
    assert len(resources) == 2
    assert {r.name for r in resources} == {formula_name(f) for f in formulas.values() if f.svg}
    assert resources == formula_resources(reversed(list(formulas.values())))


def test_formulas_are_gathered_once() -> None:
    assert formulas_of(read("$x$ and $x$ and $$x$$ and ^[$y$]\n")) == (("x", False), ("x", True), ("y", False))


def test_no_formulas_need_no_work() -> None:
    assert render_formulas([]).value == {}
