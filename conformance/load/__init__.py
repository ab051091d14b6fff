"""Load: many citizens at a time, and how long the EPJ takes; the only room where locust and gevent are used."""
