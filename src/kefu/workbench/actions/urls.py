from django.urls import path

from kefu.workbench.actions import views

urlpatterns = [
    path("", views.listed, name="list"),
    path("<int:number>", views.one, name="one"),
    path("<int:number>/edit", views.edit, name="edit"),
    path("<int:number>/move", views.move, name="move"),
    path("<int:number>/measure", views.measure, name="measure"),
    path("<int:number>/checks", views.add_check, name="add_check"),
    path("<int:number>/checks/<int:check>", views.tick, name="tick"),
    path("<int:number>/comments", views.comment, name="comment"),
    path("<int:number>/files", views.attach, name="attach"),
    path("<int:number>/files/<int:file>", views.download, name="download"),
]
