"""Addresses of the pages of matters and papers."""

from django.urls import URLPattern, URLResolver, path

from xiedu.web.matters import doing, drafts, ledger, opening, page, papers, views, workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/read/", workbench.mark_read, name="notices-read"),
    path("matters/", views.matters, name="matters"),
    path("matters/export/", views.export, name="matters-export"),
    path("matters/new/", opening.every, name="new"),
    path("matters/new/<str:procedure>/<str:code>/", opening.begin, name="begin"),
    path("matters/new/<str:procedure>/<str:code>/panel/", opening.panel, name="begin-panel"),
    path("matters/ledger/", ledger.take_ledger, name="ledger-import"),
    path("matters/ledger/template.xlsx", ledger.ledger_template, name="ledger-template"),
    path("matters/hotline/", ledger.take_hotline, name="hotline-import"),
    path("matters/hotline/template.xlsx", ledger.hotline_template, name="hotline-template"),
    path("matters/<int:pk>/", page.matter, name="matter"),
    path("matters/<int:pk>/files/<int:file>/", page.stored, name="matter-file"),
    path("matters/<int:pk>/do/<str:code>/", doing.move, name="move"),
    path("matters/<int:pk>/do/<str:code>/paper-<int:place>.<slug:form>", doing.draft_paper, name="draft-paper"),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/scan/", papers.scan, name="paper-scan"),
    path("papers/<int:pk>/<slug:form>/", papers.paper_file, name="paper-file"),
]
