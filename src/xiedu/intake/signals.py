"""What other rooms may wait for."""

from django.dispatch import Signal

# Sent with ``batch`` once its rows stand in the lake and it is noted as loaded, unless nothing was new.
batch_loaded = Signal()
