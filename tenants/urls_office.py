"""The console's pages about the organization itself, under `/manage/`."""

from django.urls import path

from tenants.views import office_new, office_organization, office_team

app_name = "organization"
TEAM = "<slug:tenant>/team/"
INVITATION = TEAM + "invitations/<uuid:invitation>/"
MEMBER = TEAM + "members/<uuid:membership>/"

urlpatterns = [
    path("new/", office_new.new_organization, name="new"),
    path("<slug:tenant>/profile/", office_organization.profile, name="profile"),
    path("<slug:tenant>/settings/", office_organization.settings, name="settings"),
    path("<slug:tenant>/leaving/", office_team.leave, name="leave"),
    path(TEAM, office_team.team, name="team"),
    path(TEAM + "invitations/new/", office_team.invite, name="invite"),
    path(INVITATION + "resending/", office_team.resend, name="resend"),
    path(INVITATION + "revocation/", office_team.revoke, name="revoke"),
    path(MEMBER, office_team.change, name="member"),
    path(MEMBER + "disabling/", office_team.disable, name="disable"),
    path(MEMBER + "enabling/", office_team.enable, name="enable"),
    path(MEMBER + "removal/", office_team.remove, name="remove"),
]
