"""Document to HTML chapter; HTML and styles to an e-book package or a web page."""
