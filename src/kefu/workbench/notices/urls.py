from django.urls import path

from kefu.workbench.notices import views

urlpatterns = [
    path("", views.own, name="own"),
    path("read", views.read_all, name="read_all"),
    path("<int:number>/open", views.open_one, name="open"),
]
