"""The bus over AMQP 1.0; proton (the extra `amqp`) is imported when the first client is made."""

from wire.amqp.address import Address, UnusableAddress
from wire.amqp.client import AmqpBusClient

__all__ = ["Address", "AmqpBusClient", "UnusableAddress"]
