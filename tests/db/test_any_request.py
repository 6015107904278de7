"""Whatever a machine sends to the API, the answer is one that the OpenAPI document names, and never a server error."""

import os

import pytest
import schemathesis
from company import NOW, open_company, place
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from remembered import sweep
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from packhorse.placing.rules import order_number
from packhorse.web import keys
from packhorse.web.api.site import api

USED = f"packhorse_any_request{os.environ.get('PYTEST_XDIST_WORKER', '')}"
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def used(databases):
    """A database of all these tests: what a request keeps is kept, and the next test begins with none of it."""
    databases.clone(USED)
    yield
    databases.leave()
    databases.drop(USED)


@pytest.fixture
def secret(used, databases):
    databases.point_django_at(USED)
    sweep()
    open_company()
    return keys.add_key(name="any", role="agent", now=NOW)


@schema.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_documented(case, secret):
    if "number" in (case.path_parameters or {}) and len(str(case.path_parameters["number"])) % 2:
        case.path_parameters["number"] = order_number(place(f"N-{case.path_parameters['number']}"[:100]))
    case.call_and_validate(
        headers={"Authorization": f"Bearer {secret}", "Host": "localhost"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            ignored_auth,
        ],
    )
