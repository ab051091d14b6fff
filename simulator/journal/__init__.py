"""The pretend EPJ in pure Python: patients, timebok, threads, entries, logs, and how messages are handled."""
