"""The dispute over duties: arts 5(7), 6, 7, 8, 9, 11 and the art. 23 question."""

from xiedu.coordination.dispute.table import DISPUTE

__all__ = ["DISPUTE"]
