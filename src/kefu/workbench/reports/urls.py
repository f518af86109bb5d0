"""Reports: addresses."""

from django.urls import path

from kefu.workbench.reports import views

OF = "<str:month>/<str:kind>"

urlpatterns = [
    path("", views.all_reports, name="all"),
    path("schedules", views.schedules, name="schedules"),
    path("schedules/<int:number>", views.switch, name="switch"),
    path("schedules/<int:number>/remove", views.remove, name="remove"),
    path(OF, views.one, name="one"),
    path(f"{OF}/build", views.build, name="build"),
    path(f"{OF}/submit", views.submit, name="submit"),
    path(f"{OF}/compare", views.compare, name="compare"),
    path(f"{OF}/send", views.send, name="send"),
    path(f"{OF}/send/<str:entry>", views.send_again, name="send_again"),
    path(f"{OF}/comment", views.comment, name="comment"),
    path(f"{OF}/comments/<int:number>/resolve", views.resolve, name="resolve"),
    path(f"{OF}/write/<str:language>", views.write, name="write"),
    path(f"{OF}/v<int:version>/read/<str:language>", views.read, name="read"),
    path(f"{OF}/v<int:version>/page/<str:name>", views.report_page, name="page"),
    path(f"{OF}/v<int:version>/files/<str:name>", views.download, name="download"),
    path(f"{OF}/v<int:version>/since", views.since, name="since"),
    path(f"{OF}/v<int:version>/decide", views.decide, name="decide"),
    path(f"{OF}/v<int:version>/verify", views.verify, name="verify"),
]
