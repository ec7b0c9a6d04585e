"""The one door to language models: streaming, structured answers, retries, time limits, cost and faults."""
