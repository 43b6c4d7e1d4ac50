"""Pages of figures and reports."""

from django.urls import path

from reports.views import editions, figures

EDITION = "reports/<uuid:public_id>/"

urlpatterns = [
    path("dashboard/", figures.dashboard, name="dashboard"),
    path("figures/", figures.figures, name="figures"),
    path("figures/saved/", figures.save_view, name="figures_view_save"),
    path(
        "figures/saved/<int:view_id>/delete/",
        figures.delete_view,
        name="figures_view_delete",
    ),
    path("reports/", editions.show_all, name="edition_list"),
    path("reports/compile/", editions.compile_one, name="edition_compile"),
    path("reports/jobs/<uuid:public_id>/", editions.job, name="edition_job"),
    path(EDITION, editions.show, name="edition"),
    path(f"{EDITION}laporan.pdf", editions.report, name="edition_pdf"),
    path(f"{EDITION}reproduce/", editions.reproduce, name="edition_reproduce"),
    path(f"{EDITION}publish/", editions.publish, name="edition_publish"),
]
