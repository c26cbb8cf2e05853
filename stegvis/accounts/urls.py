from django.urls import path

from stegvis.accounts import views

app_name = "accounts"
urlpatterns = [
    path("logga-in/", views.sign_in, name="sign_in"),
    path("logga-ut/", views.sign_out, name="sign_out"),
    path("konto/", views.account, name="account"),
    path("forvaltning/roller/", views.role_list, name="role_list"),
]
