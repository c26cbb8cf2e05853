from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from stegvis.accounts import actions, queries
from stegvis.accounts.forms import PasswordForm, SignInForm
from stegvis.accounts.roles import GRANTS, Permission
from stegvis.core.page import PUBLIC, SIGNED_IN, page


def _goal(request: HttpRequest) -> str:
    """Where to go after sign-in; never to another site."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        return goal
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@page(needs=PUBLIC, writes=["POST"])
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_goal(request))
    initial = {"next": request.GET.get("next", "")}
    form = SignInForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        is_first = form.user.last_login is None
        login(request, form.user)
        if is_first and not settings.DEMO:
            messages.info(
                request, _("Du har ett engångslösenord. Klicka på ditt namn överst och byt det.")
            )
        return redirect(_goal(request))
    return render(request, "accounts/sign_in.html", {"form": form})


@page(needs=PUBLIC, writes=["POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """A GET, from an old tab perhaps, signs nobody out."""
    if request.method == "POST":
        logout(request)
        messages.info(request, _("Du är utloggad."))
    return redirect(settings.LOGOUT_REDIRECT_URL)


@page(needs=SIGNED_IN, writes=["POST"])
@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        user = actions.set_password(
            user=request.user, password=form.cleaned_data["new"], by=request.user
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Lösenordet är bytt. På andra datorer är du utloggad."))
        return redirect("accounts:account")
    context = {"form": form, "assignments": request.user.current_assignments}
    return render(request, "accounts/account.html", context)


@page(needs=Permission.USER_EDIT)
def role_list(request: HttpRequest) -> HttpResponse:
    context = {
        "roles": [(role, grant.description) for role, grant in GRANTS.items()],
        "rows": queries.permission_rows(),
    }
    return render(request, "accounts/role_list.html", context)
