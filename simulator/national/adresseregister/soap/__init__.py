"""The registry over SOAP: 1.1 with text/xml, and 1.2 with WS-Addressing."""
