from django.urls import path

from kefu.workbench.callbacks import views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("take", views.take, name="take"),
    path("<int:number>", views.one, name="one"),
    path("<int:number>/assign", views.assign, name="assign"),
    path("<int:number>/give-back", views.give_back, name="give_back"),
    path("<int:number>/attempt", views.attempt, name="attempt"),
    path("<int:number>/finish", views.finish, name="finish"),
    path("<int:number>/drop", views.drop, name="drop"),
]
