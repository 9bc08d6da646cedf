"""Manuscripts for the tests of writing/: read by Pandoc, with notes placed as the transforms leave them."""

from __future__ import annotations

import json

from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Outcome
from publish.model.document import Document, Element, from_pandoc, map_elements
from publish.model.elements import div, span
from publish.model.resource import Resource
from publish.world.pandoc import run_pandoc
from publish.writing.html import Medium, write_chapter

# A PNG of one red pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
IMAGES = {"images/a.png": Resource("images/a.png", "image/png", PIXEL, 1, 1)}


def read(markdown: str, path: str = "main.md") -> Document:
    """Read Markdown and give notes the form of resolved documents."""
    tree = json.loads(run_pandoc(markdown, from_="markdown", to="json").text)
    document = from_pandoc(path, tree)
    bodies: list[Element] = []

    def place(element: Element) -> Element:
        if element.tag != "Note":
            return element
        number = str(len(bodies) + 1)
        bodies.append(div((f"note-{number}", ("note",), (("number", number),)), element.content))
        attr = (f"note-call-{number}", ("note-call",), (("note", number),))
        return span(attr, (Element("Str", number),))

    blocks = map_elements(document.blocks, place)
    if bodies:
        blocks = (*blocks, div(("", ("notes",), ()), tuple(bodies)))
    return Document(path, blocks, document.meta, document.api_version)


def write(markdown: str, medium: Medium = "reflowable", identifier: str = "one") -> Outcome[HtmlChapter]:
    """Write Markdown as a chapter with the images of `IMAGES`."""
    return write_chapter(read(markdown), medium, {}, IMAGES, identifier, "One")


def body(markdown: str, medium: Medium = "reflowable") -> str:
    """Return the written body of Markdown."""
    return write(markdown, medium).value.body


HARD = r"""
# First *chapter*^[A **note** with [link](http://exa mple.com/a b|c).] & `code` {#ch:one number="1"}

Text[^1], [dead](#nowhere), [relative](data/file.csv), [script](javascript:alert(1)), [here](#fig:a).

[^1]: Words.

    - a list
    - in a note

<div onclick="evil()" align="center" style="position:fixed;color:red">raw <font color="red">red</font></div>

<p>unclosed <b>bold <i>both</b> italic</i></p>

<table border=1 width="50%"><tr bgcolor=red><td nowrap align=right>a<td>b<tr><th>h</table>

<span><div>block in span</div></span> <em><p>paragraph in em</p></em>

<h2><div>div in heading <ul><li>x</li></ul></div></h2>

<ul>text in ul<p>p in ul</p><li>ok</li></ul>
<li>stray</li>
<dl><dd>no dt</dd></dl>
<figure><figcaption>1</figcaption><img src="images/a.png"><figcaption>2</figcaption></figure>
<details>no summary</details>
<details open><summary>S <h3>x</h3></summary>text</details>
<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><ruby>no rt</ruby>
<time>yesterday</time><time datetime="2026-01-20">today</time>
<a href="x"><a href="http://a.org/[1]?q=[2]#a#b">nested</a></a>
<bdo>x</bdo><data>v</data><big>big</big><tt>tt</tt><strike>s</strike><acronym title="x">A</acronym>
<br><hr><wbr><img src="images/a.png" alt="raw" width="100" height=50 onerror=x align=left border=0>
<script>alert(1)</script><style>p{color:red}</style><iframe src="http://x"></iframe>
<form action=x><input name=a><button>b</button></form>
<svg><circle r=1 /></svg><math><mi>x</mi></math><object data=x>f</object><video src=x>v</video>
<unknown-tag>text</unknown-tag>
<p id="1 2">a</p><p id="">b</p><p id="dup">c</p><p id="dup">d</p><p id="1bad:id">e</p>
<p lang="not a lang!" dir="sideways">x</p><ol start=x type=q><li value=z>a</ol>
<section role="application"><main>m</main></section><label>l</label>

[a](http://) [b](https://foo..bar/) [c](http://[::1) [d](http://a.org:99999/) [e](http://a.org/100%/x)
[f](<http://a.org/a b>) [g](http://a|b.c/) [h](doi:10.1/x) [i](file:///etc/passwd) [j](data:text/html,x)

![A *figure*](images/a.png){#fig:a .wide width=300px}

| Right | Left | |
|------:|:-----|---|
| 1 $x^2$ | 2 | |

Table: Caption with $\alpha$ {#tbl:a}

$$\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}$$

```{.python .numberLines startFrom="10"}
def f(x): # </style> & <b>
    return "]]>"
```

- [ ] todo
- [x] done

| Line  block
|     indented

::: {.epigraph lang=fr custom=attr role=banana tabindex=1 contenteditable=true}
Bonjour
:::

[قرآن]{lang=ar dir=rtl} `code` [small]{.smallcaps} ~~s~~ [m]{.mark} H~2~O

## {#empty-heading}

##### Deep {#Ünï-1}

# Unclosed

<div><span><b><title>swallow

the rest must survive
"""
