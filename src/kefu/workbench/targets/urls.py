from django.urls import path

from kefu.workbench.targets import views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("make", views.make, name="make"),
    path("<int:number>", views.plan, name="plan"),
    path("<int:number>/divide", views.divide, name="divide"),
    path("<int:number>/try", views.try_out, name="try_out"),
    path("<int:number>/settle", views.settle, name="settle"),
    path("<int:number>/propose", views.propose, name="propose"),
    path("<int:number>/adopt", views.adopt, name="adopt"),
    path("<int:number>/approve", views.approve, name="approve"),
    path("<int:number>/reopen", views.reopen, name="reopen"),
]
