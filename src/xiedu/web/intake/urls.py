"""Addresses of the pages of collected records, and of the JSON door."""

from django.urls import URLPattern, path

from xiedu.web.intake import batches, contract, datatasks, mapping, precheck, push, quality, tokens, tray

urlpatterns: list[URLPattern] = [
    path("intake/", batches.every, name="intake"),
    path("intake/send/", batches.send, name="intake-send"),
    path("intake/upload/", batches.upload, name="intake-upload"),
    path("intake/checked/<int:pk>/", precheck.one, name="precheck"),
    path("intake/checked/<int:pk>/progress/", precheck.progress, name="precheck-progress"),
    path("intake/batches/<int:pk>/", batches.one, name="batch"),
    path("intake/batches/<int:pk>/progress/", batches.progress, name="batch-progress"),
    path("intake/batches/<int:pk>/again/", batches.again, name="batch-again"),
    path("intake/batches/<int:pk>/columns/", mapping.ask, name="batch-mapping"),
    path("intake/batches/<int:pk>/report/", batches.report, name="batch-report"),
    path("intake/batches/<int:pk>/workbook/", batches.workbook, name="batch-workbook"),
    path("intake/batches/<int:pk>/tray/", tray.every, name="tray"),
    path("intake/batches/<int:pk>/tray/again/", tray.again, name="tray-again"),
    path("intake/batches/<int:pk>/drop/", tray.drop, name="tray-drop"),
    path("intake/tray/<int:pk>/", tray.one, name="tray-row"),
    path("intake/tokens/", tokens.every, name="push-tokens"),
    path("intake/tokens/<int:pk>/stop/", tokens.stop, name="push-token-stop"),
    path("quality/", quality.every, name="quality"),
    path("quality/export/<slug:form>/", quality.export, name="quality-export"),
    path("quality/tasks/", datatasks.every, name="data-tasks"),
    path("quality/tasks/<int:pk>/", datatasks.one, name="data-task"),
    path("quality/tasks/<int:pk>/withdraw/", datatasks.withdraw, name="data-task-withdraw"),
    path("quality/<int:pk>/<str:month>/", quality.one, name="quality-month"),
    path("quality/<int:pk>/<str:month>/expect/", quality.expect, name="quality-expect"),
    path("quality/<int:pk>/<str:month>/<slug:kind>/task/", datatasks.new, name="data-task-new"),
    path("quality/<int:pk>/<str:month>/<slug:kind>/<slug:why>/", quality.rows, name="quality-rows"),
    path("fields/", contract.every, name="fields"),
    path("fields/<slug:kind>/", contract.one, name="fields-kind"),
    path("fields/<slug:kind>/json/", contract.as_json, name="fields-json"),
    path("fields/<slug:kind>/template/", contract.template, name="record-template"),
    path("api/records/<slug:kind>", push.records, name="api-records"),
]
