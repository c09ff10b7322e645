"""Modules that declare jobs, imported when the program starts: the worker has no pages and would not know them."""

from xiedu.web import integrity
from xiedu.web.intake import precheck
from xiedu.web.matters import export

MODULES = (integrity, export, precheck)
