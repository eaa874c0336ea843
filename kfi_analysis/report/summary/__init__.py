"""The documented summary behind every report: plain lists and dicts that JSON can hold."""
