from django.urls import path

from kefu.workbench.loop import views

urlpatterns = [
    path("open-action", views.open_action, name="open_action"),
    path("proposals", views.proposals, name="proposals"),
    path("proposals/<int:number>/dismiss", views.dismiss, name="dismiss"),
]
