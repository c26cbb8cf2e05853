from django.urls import path

from stegvis.agreements.views import agreements, limits, parts

app_name = "agreements"
urlpatterns = [
    path("avtal/", agreements.agreement_list, name="agreement_list"),
    path("avtal/nytt/", agreements.agreement_choose, name="agreement_choose"),
    path("avtal/nytt/<slug:kind>/", agreements.agreement_create, name="agreement_create"),
    path("avtal/<int:pk>/", agreements.agreement_detail, name="agreement_detail"),
    path("avtal/<int:pk>/andra/", agreements.agreement_edit, name="agreement_edit"),
    path("avtal/<int:pk>/arkivera/", agreements.agreement_archive, name="agreement_archive"),
    path("avtal/<int:pk>/optioner/ny/", parts.option_create, name="option_create"),
    path("avtal/optioner/<int:pk>/andra/", parts.option_edit, name="option_edit"),
    path("avtal/optioner/<int:pk>/<slug:path>/", parts.option_move, name="option_move"),
    path("avtal/<int:pk>/omraden/nytt/", parts.area_create, name="area_create"),
    path("avtal/omraden/<int:pk>/andra/", parts.area_edit, name="area_edit"),
    path("avtal/paminnelser/", parts.reminder_list, name="reminder_list"),
    path("avtal/<int:pk>/paminnelser/<slug:day>/", parts.reminder_handle, name="reminder_handle"),
    path("avtal/direktupphandlingar/", limits.direct_award_list, name="direct_award_list"),
    path("avtal/granser/", limits.limit_list, name="limit_list"),
    path("avtal/granser/ny/", limits.limit_create, name="limit_create"),
    path("avtal/granser/<int:pk>/andra/", limits.limit_edit, name="limit_edit"),
    path("avtal/tjansteslag/nytt/", limits.service_kind_create, name="service_kind_create"),
    path("avtal/tjansteslag/<int:pk>/andra/", limits.service_kind_edit, name="service_kind_edit"),
]
