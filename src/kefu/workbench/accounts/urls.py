from django.urls import path

from kefu.workbench.accounts import views

urlpatterns = [
    path("log-in", views.log_in, name="login"),
    path("log-out", views.log_out, name="logout"),
    path("first", views.first, name="first"),
    path("own", views.own, name="own"),
    path("own/password", views.password, name="password"),
    path("people", views.people, name="people"),
    path("people/add", views.add_person, name="add_person"),
    path("people/<int:number>", views.person, name="person"),
    path("teams/add", views.add_team, name="add_team"),
    path("audit", views.audit, name="audit"),
]
