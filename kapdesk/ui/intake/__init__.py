"""The intake in a chart: what is asked, what was answered, and the way into the chart."""
