from django.urls import path

from kefu.workbench.dashboards import views

urlpatterns = [path("overview", views.overview, name="overview")]
