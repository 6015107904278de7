"""The URL of the mail server: what it says, and what it may not say."""

import pytest

from packhorse.retention.server import MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", ("mail.example.com", 25, "", "", "none")),
        ("smtp://mail.example.com?starttls=1", ("mail.example.com", 587, "", "", "starttls")),
        (
            "smtp://a%40b:p%2Fw@mail.example.com:2525?starttls=1",
            ("mail.example.com", 2525, "a@b", "p/w", "starttls"),
        ),
        ("smtps://a:b@mail.example.com/", ("mail.example.com", 465, "a", "b", "tls")),
        ("smtp://a:b@127.0.0.1:25", ("127.0.0.1", 25, "a", "b", "none")),
        ("smtp://[::1]:25", ("::1", 25, "", "", "none")),
    ],
)
def test_a_url_says_how_the_server_is_spoken_to(url, server):
    assert mail_server(url) == MailServer(*server)
    assert "p/w" not in repr(mail_server(url))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.com", "must begin with smtp://"),
        ("http://mail.example.com", "must begin with smtp://"),
        ("smtp://", "name a host"),
        ("smtp://mail.example.com:99999", "port"),
        ("smtp://mail.example.com:x", "port"),
        ("smtp://mail.example.com:0", "port"),
        ("smtp://a:sec/ret@mail.example.com", "cannot be read"),
        ("smtp://mail.example.com/inbox", "path"),
        ("smtp://mail.example.com?tls=1", "option"),
        ("smtp://mail.example.com?starttls=yes", "option"),
        ("smtps://mail.example.com?starttls=1", "take one"),
        ("smtps://user@mail.example.com", "without a password"),
        ("smtp://user:secret@mail.example.com", "for all to read"),
    ],
)
def test_a_wrong_url_is_named_without_its_password(url, why):
    with pytest.raises(ValueError, match=why) as caught:
        mail_server(url)
    assert "secret" not in str(caught.value) and "sec/ret" not in str(caught.value)
