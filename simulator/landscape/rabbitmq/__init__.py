"""A private RabbitMQ on this machine: found, started on free ports of loopback, told of the parties, stopped whole."""
