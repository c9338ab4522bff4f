"""Addresses of signing in and out, and of one's own account. allauth looks some of them up by names of its own."""

from django.urls import path

from quintain.accounts.views import own_account, people, sessions, sign_in, sso

urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign-in"),
    path("sign-out/", sessions.sign_out, name="sign-out"),
    path("session", sessions.session, name="session"),
    path("audit/", sessions.audit_log, name="audit-log"),
    path("signed-out/", sessions.signed_out, name="signed-out"),
    # In a classroom.
    path("sign-in/", sessions.sign_in, name="account_login"),
    path("sign-in/factor/", sign_in.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", sign_in.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/again/", sign_in.start_sign_in_again, name="sign-in-again"),
    path("invitation/", sign_in.accept_invitation, name="invitation"),
    path("account/", own_account.account, name="mfa_index"),
    path("account/password/", own_account.change_password, name="account_change_password"),
    path("account/password/first/", own_account.set_password, name="account_set_password"),
    path("account/confirm/", own_account.confirm, name="account_reauthenticate"),
    path("account/confirm/code/", own_account.confirm_by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", own_account.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/app/", own_account.add_authenticator, name="mfa_activate_totp"),
    path("account/app/remove/", own_account.remove_authenticator, name="mfa_deactivate_totp"),
    path("account/passkeys/", own_account.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", own_account.remove_passkey, name="mfa_remove_webauthn"),
    path("account/recovery-codes/", own_account.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", own_account.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/factor/", own_account.factor_needed, name="factor-needed"),
    path("account/sessions/end/", own_account.end_others, name="end-other-sessions"),
    path("account/sessions/<int:pk>/end/", own_account.end_one, name="end-session"),
    path("account/data/", people.own_data, name="my-data"),
    path("account/data/export/", people.export_own_data, name="export-my-data"),
    path("account/data/erasure", people.ask_to_be_erased, name="ask-for-erasure"),
    path("people/", people.people_list, name="people"),
    path("people/<uuid:person>/", people.person_page, name="person"),
    path("people/<uuid:person>/sessions", people.end_persons_sessions, name="end-persons-sessions"),
    path("people/<uuid:person>/block", people.block_person, name="block-person"),
    path("people/<uuid:person>/roles", people.change_roles, name="change-roles"),
    path("people/<uuid:person>/invite", people.invite_person, name="invite-person"),
    path("people/<uuid:person>/factors", people.reset_persons_factors, name="reset-persons-factors"),
    path("people/<uuid:person>/export/", people.export_person, name="export-person"),
    path("people/<uuid:person>/erase/", people.erase_person, name="erase-person"),
    # Where the operator has named a provider of single sign-on.
    path("sign-in/provider/", sso.start_at_provider, name="provider-sign-in"),
    path("sign-in/provider/callback/", sso.provider_callback, name="provider-callback"),
    path("sign-in/provider/new/", sso.unknown_identity, name="provider-unknown"),
    path("invitation/provider/", sso.invitation_by_provider, name="invitation-by-provider"),
    path("account/provider/", own_account.connect_provider, name="provider-connect"),
    path("account/provider/remove/", own_account.disconnect_provider, name="provider-disconnect"),
    path("account/confirm/provider/", sso.confirm_by_provider, name="provider-confirm"),
]
