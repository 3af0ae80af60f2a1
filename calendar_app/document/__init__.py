"""The whole strategy as one document: gathered once, then written as a page, as Markdown or as a Word file."""
