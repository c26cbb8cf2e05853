from django.urls import path

from stegvis.core.views import health

app_name = "agreements"
urlpatterns = [path("avtal/", health, name="agreement_list"), path("avtal/<int:pk>/", health, name="agreement_detail")]
