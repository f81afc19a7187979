"""The record of a ketamine session on the screen: its drawing, its tab in the chart, and what is entered from paper."""
