"""Data on their way in: addresses."""

from django.urls import path

from kefu.workbench.datasets import views

urlpatterns = [
    path("uploads", views.uploads, name="uploads"),
    path("uploads/add", views.upload, name="add"),
    path("uploads/import", views.start_import, name="import"),
    path("uploads/<int:number>", views.one, name="upload"),
    path("uploads/<int:number>/mapping", views.mapping, name="mapping"),
    path("uploads/<int:number>/remove", views.remove, name="remove"),
    path("quarantine", views.quarantine, name="quarantine"),
    path("quarantine/download", views.download, name="download"),
    path("quarantine/corrected", views.corrected, name="corrected"),
    path("quarantine/<int:source>/<int:number>", views.row, name="row"),
    path("sources", views.sources, name="sources"),
    path("sources/<str:name>/sync", views.sync, name="sync"),
    path("quality", views.quality, name="quality"),
    path("quality/check", views.check, name="check"),
]
