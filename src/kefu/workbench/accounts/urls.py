from django.urls import path

from kefu.workbench.accounts import second_factor, token_views, views

urlpatterns = [
    path("log-in", views.log_in, name="login"),
    path("log-out", views.log_out, name="logout"),
    path("first", views.first, name="first"),
    path("own", views.own, name="own"),
    path("own/password", views.password, name="password"),
    path("own/code", second_factor.code, name="code"),
    path("own/second-factor", second_factor.set_up, name="second_factor"),
    path("own/second-factor/off", second_factor.switch_off, name="second_factor_off"),
    path("own/tokens", token_views.tokens, name="tokens"),
    path("own/tokens/<int:number>/revoke", token_views.revoke, name="revoke_token"),
    path("audit/export", views.export_audit, name="export_audit"),
    path("people", views.people, name="people"),
    path("people/add", views.add_person, name="add_person"),
    path("people/<int:number>", views.person, name="person"),
    path("teams/add", views.add_team, name="add_team"),
    path("audit", views.audit_events, name="audit"),
]
