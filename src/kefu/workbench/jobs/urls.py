from django.urls import path

from kefu.workbench.jobs import views

urlpatterns = [
    path("", views.all_jobs, name="all"),
    path("<int:number>", views.one, name="one"),
    path("<int:number>/stop", views.stop, name="stop"),
    path("<int:number>/again", views.again, name="again"),
]
