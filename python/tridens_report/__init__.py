"""A result of Tridens as one HTML page. `make_report.py` is what `tridens report` starts; `tridens.report` uses the same."""
