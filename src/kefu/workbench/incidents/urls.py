from django.urls import path

from kefu.workbench.incidents import views

urlpatterns = [
    path("", views.all_incidents, name="all"),
    path("add", views.add, name="add"),
    path("<int:number>", views.one, name="one"),
    path("<int:number>/edit", views.edit, name="edit"),
    path("<int:number>/go-on", views.go_on, name="go_on"),
    path("<int:number>/entries", views.write_down, name="write_down"),
    path("<int:number>/count", views.count, name="count"),
]
