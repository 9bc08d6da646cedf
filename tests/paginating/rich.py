"""One document with everything a page can hold, as writing/ would write it."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import base64

from publish.model.resource import Resource, StyleSheet
from tests.paginating.dense import document
from tests.paginating.dense import note as n

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAE0lEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20"><path d="M0 0h50v10z"/></svg>'
CSS = """@page{size:A5;margin:18mm;@footnote{border-top:1px solid;margin-top:5px;padding-top:3px}@bottom-center{content:counter(page)}@top-center{content:string(ch)}}
html{font:10px/14px "DejaVu Serif"}body{text-align:justify;hyphens:auto}p{margin:0;text-indent:1em}
.note{font-size:8px;line-height:10px;text-indent:0}.note-call{font-size:70%;vertical-align:super;line-height:0}
h1,h2{string-set:ch attr(data-label)} img{max-width:100%} pre{white-space:pre-wrap} table{border-collapse:collapse} th,td{border:.5px solid;padding:2px}
nav.toc ol{list-style:none} nav.toc a::after{content:leader('.') target-counter(attr(href),page)}"""
BODY = f"""<header class="title-block"><h1 class="title">The title</h1><p class="author">A. Author</p></header>
<nav class="toc"><h2>Contents</h2><ol><li><a href="#one">One</a><ol><li><a href="#sub">Sub</a></li></ol></li><li><a href="#two">Two</a></li></ol></nav>
<main><section class="chapter" id="ch-1"><section class="level1" id="one"><h1>One{n(1)} <em>way</em></h1>
<p>First paragraph{n(2, 'With <em>emphasis</em> and <a href="https://example.org/">a link</a>.')} and <a href="#two"><em>Two</em></a>, <a href="https://example.org"><sup>x</sup></a>, <code>code</code>.</p>
<ul><li>tight{n(3)}</li><li><p>loose</p><p>two</p></li><li>nested<ul><li>a</li><li>b</li></ul></li></ul>
<ol start="3"><li><p>x</p></li><li>y</li></ol>
<dl><dt>Term</dt><dd>Def{n(4)}</dd><dd><p>Par</p></dd></dl>
<section class="level2" id="sub"><h2>Sub</h2><blockquote><p>Quote{n(5, "<p>para one</p><p>para two</p>")}</p></blockquote>
<figure id="fig:x"><img src="images/a.png" alt="A square"/><figcaption><span class="caption-label">Figure 1.</span> A square{n(6)}</figcaption></figure>
<p>Formula <img class="formula" src="images/f.svg" alt="a^2+b^2" style="vertical-align:-0.2em;height:1em"/> inline. <span class="equation" id="eq:x"><img class="formula" src="images/f.svg" alt="c^2"/><span class="equation-number">(1)</span></span></p>
<pre class="sourceCode"><code><span class="kw">def</span> f(x):
    <span class="cf">return</span> x
</code></pre>
<table><caption>Cap{n(7)}</caption><thead><tr><th>A{n(8)}</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2{n(9)}</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>
<table><tbody><tr><th scope="row">r</th><td>1</td></tr></tbody></table>
<hr/><p dir="rtl" lang="ar">abc</p></section></section></section>
<section class="chapter" id="ch-2"><section class="level1" id="two"><h1>Two</h1><p>{"word " * 300}{n(10)} end.</p><div class="references"><div class="csl-entry" id="ref-a">Entry one. <a href="https://doi.org/10.1/x">doi</a></div></div></section></section></main>"""


def rich_document() -> tuple[str, list[StyleSheet], dict[str, Resource]]:
    """Return the XHTML, its style sheets and its images."""
    images = (
        Resource("images/a.png", "image/png", PNG, 8, 8),
        Resource("images/f.svg", "image/svg+xml", SVG, 60, 20),
    )
    return document(BODY), [StyleSheet("rich.css", CSS)], {image.name: image for image in images}
