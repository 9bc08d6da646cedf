"""E-books written by hand, as files: an EPUB 3 with everything a text can hold, and a plain EPUB 2.

No tool of ours had a part in them: what is read and told of them is told of other makers' books too.
"""

from __future__ import annotations

import io
from functools import cache

from PIL import Image

_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

_OPF = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:1</dc:identifier>
<dc:title>Salt and Iron</dc:title>
<dc:creator>Mara Lind</dc:creator>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="three" href="text/three.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="book.css" media-type="text/css"/>
<item id="map" href="map.png" media-type="image/png"/>
</manifest>
<spine><itemref idref="one"/><itemref idref="two"/><itemref idref="three"/></spine>
</package>"""

_NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>Nav</title></head><body>
<nav epub:type="toc"><ol>
<li><a href="text/one.xhtml#salt">Salt</a><ol><li><a href="text/one.xhtml#pans">The pans</a></li></ol></li>
<li><a href="text/two.xhtml">Iron</a></li>
<li><a href="text/three.xhtml">Rust</a></li>
</ol></nav>
<nav epub:type="landmarks" hidden=""><ol>
<li><a epub:type="bodymatter" href="text/one.xhtml">Begin</a></li></ol></nav>
<nav epub:type="page-list" hidden=""><ol>
<li><a href="text/one.xhtml#p1">1</a></li><li><a href="text/one.xhtml#p2">2</a></li></ol></nav>
</body></html>"""

_CSS = """
body { margin: 5%; font-family: Georgia, serif }
p { text-indent: 1em; margin: 0 }
h1 { font-size: 1.5em; color: #444 }
.motto { text-align: right; font-style: italic }
.sc { font-variant: small-caps }
.warn { color: #a00000 }
.never { color: blue }
pre { font-size: 80% }
@media print { p { text-indent: 0 } }
"""

_HEAD = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en">
<head><title>{}</title><link rel="stylesheet" href="../book.css"/></head><body>"""

_ONE = """<section id="salt"><h1>Salt</h1>
<p class="motto">Whoever boils the sea must own a wood.</p>
<p><span epub:type="pagebreak" id="p1" title="1"/>The salt came from the coast, where men boiled the sea in
pans of lead. <em>Nobody</em> kept count of the wood.<a epub:type="noteref" href="#n1" id="r1">1</a></p>
<p>In the <span class="sc">winter</span> of 1623 the pans froze, and the <a href="two.xhtml#forge">forge</a>
went cold for want of brine.<a epub:type="noteref" href="#n2" id="r2">2</a> It was <strong>never</strong> so
cold again, says the <a href="https://example.org/annals">Annals</a>.</p>
<hr/>
<p>After the frost the council met on <span epub:type="pagebreak" id="p2" title="2"/>the ice and chose a new
master of the pans.</p>
<h2 id="pans">The pans</h2>
<p class="verse">Lead for the pan,<br/>wood for the fire,<br/><br/>salt for the man,<br/>and mud for
the mire.</p>
<pre><code>def boil(sea):
    while sea:
        sea -= 1
    return "salt"</code></pre>
<dl><dt>Brine</dt><dd>Water with salt in it.</dd><dt>Bittern</dt><dd>What is left of it.</dd></dl>
<p>A pan holds <math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>r</mi><mn>2</mn></msup><mi>h</mi></math>
of brine.</p>
<aside epub:type="footnote" id="n1"><p><a href="#r1">1</a> Woods were felled up to the hills.</p></aside>
<aside epub:type="footnote" id="n2"><p><a href="#r2">2</a> The frost began on Saint Lucy’s day.</p></aside>
</section></body></html>"""

_TWO = """<section><h1>Iron</h1>
<p>Iron was dug on the hill and smelted in the valley below the old chapel.</p>
<p id="forge">The forge stood by the bridge, and its hammer was heard in three parishes.</p>
<ol><li>ore from the hill</li><li>coal from the wood</li><li>water from the brook</li></ol>
<table><caption>Yield by year</caption>
<tr><th>Year</th><th>Iron</th><th>Salt</th></tr>
<tr><td>1621</td><td>40</td><td>12</td></tr>
<tr><td>1622</td><td colspan="2">none of either</td></tr>
<tr><td>1623</td><td>44</td><td>9</td></tr></table>
<p><img src="../map.png" alt="Map of the valley" width="300"/></p>
<p class="warn">Do not touch the hammer while it falls.</p>
<blockquote><p>He that forges with green wood forges smoke.</p></blockquote>
</section></body></html>"""

_THREE = """<section><h1>Rust</h1>
<p>When the woods were gone the pans rusted, and the forge was sold for its stones.</p>
<p lang="la">Sic transit gloria ferri.</p>
<p>Nobody bought the bridge, which still stands and carries the road to the coast.</p>
</section></body></html>"""


def picture(
    width: int = 40, height: int = 30, colour: str = "red", *, level: int = 9, mode: str = "RGB"
) -> bytes:
    """Return a PNG."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (5, 5, 20, 20))
    stream = io.BytesIO()
    image.convert(mode).save(stream, "PNG", compress_level=level)
    return stream.getvalue()


@cache
def _epub3() -> dict[str, bytes]:
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        "OPS/book.opf": _OPF.encode(),
        "OPS/nav.xhtml": _NAV.encode(),
        "OPS/book.css": _CSS.encode(),
        "OPS/text/one.xhtml": (_HEAD.format("Salt") + _ONE).encode(),
        "OPS/text/two.xhtml": (_HEAD.format("Iron") + _TWO).encode(),
        "OPS/text/three.xhtml": (_HEAD.format("Rust") + _THREE).encode(),
        "OPS/map.png": picture(),
    }


def epub3() -> dict[str, bytes]:
    """Return the files of an EPUB 3."""
    return dict(_epub3())


_OPF2 = """<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">42</dc:identifier><dc:title>Old Tales</dc:title>
<dc:creator opf:role="aut" opf:file-as="Grau, Otto">Otto Grau</dc:creator><dc:language>en</dc:language>
<dc:contributor opf:role="bkp">a converter 1.2</dc:contributor><dc:date>1999</dc:date>
</metadata>
<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="a" href="a.html" media-type="application/xhtml+xml"/>
<item id="b" href="b.html" media-type="application/xhtml+xml"/></manifest>
<spine toc="ncx"><itemref idref="a"/><itemref idref="b"/></spine>
<guide><reference type="text" title="Start" href="a.html"/></guide></package>"""

_NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
<navPoint id="x" playOrder="1"><navLabel><text>The Goose</text></navLabel><content src="a.html"/></navPoint>
<navPoint id="y" playOrder="2"><navLabel><text>The Well</text></navLabel><content src="b.html#well"/></navPoint>
</navMap></ncx>"""

_A = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Old Tales</title></head><body>
<h2>The Goose</h2>
<p align="center"><font color="#800000">A tale of the marsh</font></p>
<p>There was a goose<sup><a id="c1" href="b.html#f1">[1]</a></sup> that spoke on <i>Sundays</i> only.</p>
<p>&#160;</p>
<p>She never spoke of money<sup><a id="c2" href="b.html#f2">[2]</a></sup> nor of the miller.</p>
</body></html>"""

_B = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Old Tales</title></head><body>
<h2 id="well">The Well</h2>
<p>The well was deep, and the bucket was <b>always</b> at the bottom of it.</p>
<div><p id="f1"><a href="a.html#c1">[1]</a> A grey one, the sexton says.</p>
<p id="f2"><a href="a.html#c2">[2]</a> Of which she had none.</p></div>
</body></html>"""


def epub2() -> dict[str, bytes]:
    """Return the files of an EPUB 2, whose notes nothing marks as notes."""
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        "OPS/book.opf": _OPF2.encode(),
        "OPS/toc.ncx": _NCX.encode(),
        "OPS/a.html": _A.encode(),
        "OPS/b.html": _B.encode(),
    }
