"""HTML chapters become pages: the only importer of WeasyPrint."""
