from django.urls import path

from kefu.workbench.cases import desk_views, urgent, views

urlpatterns = [
    path("urgent", urgent.urgent, name="urgent"),
    path("urgent/received", urgent.received, name="urgent_received"),
    path("urgent/status", urgent.status, name="urgent_status"),
    path("cases", views.all_cases, name="all"),
    path("cases/add", views.add, name="add"),
    path("cases/hand-overs", desk_views.hand_overs, name="hand_overs"),
    path("cases/hand-overs/<int:number>/answer", desk_views.answer, name="answer"),
    path("cases/grants", desk_views.grants, name="grants"),
    path("cases/grants/<int:number>/decide", desk_views.decide, name="decide"),
    path("cases/experts", desk_views.experts, name="experts"),
    path("cases/experts/set", desk_views.set_expert, name="set_expert"),
    path("cases/evidence/<int:number>", views.evidence, name="evidence"),
    path("cases/<slug:reference>", views.one, name="one"),
    path("cases/<slug:reference>/move", views.move, name="move"),
    path("cases/<slug:reference>/classify", views.classify, name="classify"),
    path("cases/<slug:reference>/assign", views.assign, name="assign"),
    path("cases/<slug:reference>/note", views.note, name="note"),
    path("cases/<slug:reference>/evidence", views.add_evidence, name="add_evidence"),
    path("cases/<slug:reference>/hand-over", views.hand_over, name="hand_over"),
    path("cases/<slug:reference>/grant", views.ask_grant, name="ask_grant"),
]
