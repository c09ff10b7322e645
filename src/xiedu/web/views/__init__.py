"""Views, one module a subject; each view carries its policy from :mod:`xiedu.web.access`."""
