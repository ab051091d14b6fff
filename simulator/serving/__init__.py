"""What a simulated service needs to be served: test areas, their control, reading of requests and answers to errors."""
