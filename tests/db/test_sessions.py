"""Who is signed in is asked of the database at every request: what ends a session anywhere ends it here at once."""

from datetime import timedelta
from importlib import import_module

import pytest
from company import open_company
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from packhorse.web.access import DEMO_LOGIN
from packhorse.web.logins import add_user

PASSWORD = "correct horse battery staple"


@pytest.fixture
def ada(db):
    """Return a client in which the picker Ada is signed in."""
    open_company()
    add_user(name="ada", password=PASSWORD, role="picker")
    return signed_in("ada")


def signed_in(name):
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=name))
    assert inside(client)
    return client


def inside(client, path="/floor"):
    """Whether the page is shown; else the person was sent to sign in, with a session that is nobody's."""
    answer = client.get(path)
    if answer.status_code == 200:
        return True
    assert answer.status_code == 302 and answer["Location"] == f"/sign-in?next={path}"
    return False


def test_a_log_out_elsewhere_ends_the_session(ada):
    other = Client(headers={"host": "localhost"})
    other.cookies.load({settings.SESSION_COOKIE_NAME: ada.cookies[settings.SESSION_COOKIE_NAME].value})
    assert inside(other)
    other.post("/sign-out")
    assert not inside(ada)


def test_a_session_that_was_removed_is_over(ada):
    Session.objects.all().delete()
    assert not inside(ada)
    assert not Session.objects.exists()  # its key is not taken up again


def test_who_is_deactivated_is_out_at_once(ada):
    User.objects.filter(username="ada").update(is_active=False)
    assert not inside(ada)


def test_who_is_removed_is_out_at_once(ada):
    User.objects.get(username="ada").delete()
    assert not inside(ada)


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(ada):
    user = User.objects.get(username="ada")
    user.set_password(f"{PASSWORD} again")
    user.save()
    assert not inside(ada)
    assert not Session.objects.exists()
    assert inside(signed_in("ada"))


def test_a_role_that_is_given_or_taken_counts_from_the_next_request(ada):
    user = User.objects.get(username="ada")
    assert ada.get("/orders").status_code == 403
    user.groups.add(Group.objects.get_or_create(name="agent")[0])
    assert ada.get("/orders").status_code == 200 and inside(ada)
    user.groups.remove(Group.objects.get(name="picker"))
    assert ada.get("/floor").status_code == 403
    user.groups.clear()
    assert ada.get("/orders").status_code == 403


def test_a_session_ends_in_its_time(ada):
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=30))
    assert inside(ada)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not inside(ada)


def test_expired_sessions_are_cleared_by_djangos_command(ada):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    call_command("clearsessions")
    assert not Session.objects.exists()


def test_what_a_session_says_is_signed(ada):
    row = Session.objects.get()
    store = import_module("django.contrib.sessions.backends.db").SessionStore(row.session_key)
    assert store.decode(row.session_data)["_auth_user_id"]  # sessions from before stay good
    Session.objects.update(session_data=f"{row.session_data}x")
    assert not inside(ada)


def test_the_demonstrations_login_is_let_in_only_there(ada, monkeypatch):
    from packhorse.web import settings as ours

    monkeypatch.setattr(ours, "DEMO", True)
    add_user(name=DEMO_LOGIN, password=PASSWORD, role="picker")
    client = signed_in(DEMO_LOGIN)
    monkeypatch.setattr(ours, "DEMO", False)
    assert not inside(client)


@pytest.mark.parametrize("key", ["", "x", "nobody-has-this-key", "é" * 32, "9" * 5000])
def test_a_key_of_no_session_is_nobody(ada, key):
    stranger = Client(headers={"host": "localhost"})
    stranger.cookies.load({settings.SESSION_COOKIE_NAME: key})
    assert not inside(stranger)


def test_a_login_is_read_as_django_reads_it(ada):
    from packhorse.web.access import Backend

    user = User.objects.get(username="ada")
    read = Backend().get_user(user.pk)
    assert {field.attname: getattr(read, field.attname) for field in User._meta.concrete_fields} == {
        field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields
    }
    read.first_name = "Ada"
    read.save()
    assert User.objects.get().first_name == "Ada"
