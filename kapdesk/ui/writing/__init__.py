"""Writing: the text field for Markdown, its colours, spelling, snippets and quick choices."""
