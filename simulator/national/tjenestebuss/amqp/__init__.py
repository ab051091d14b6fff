"""The AMQP 1.0 face of the bus, on the same queues as the HTTP face; needs the extra `amqp`."""
