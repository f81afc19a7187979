"""The introductory call, its sheet in the chart, and the wait list."""
