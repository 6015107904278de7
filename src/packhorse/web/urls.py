"""Every address of the console, the API and the public pages."""

urlpatterns: list[object] = []
