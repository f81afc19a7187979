"""The intake: its questions, the answers, and what they are to the chart."""
