"""Notes in a chart: list, editor, reader, print, psychotherapy notes, the wrong chart."""
