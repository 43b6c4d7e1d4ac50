"""Pages of figures."""

from django.urls import path

from reports import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/saved/", views.save_view, name="figures_view_save"),
    path(
        "figures/saved/<int:view_id>/delete/",
        views.delete_view,
        name="figures_view_delete",
    ),
]
