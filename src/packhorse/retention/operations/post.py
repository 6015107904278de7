"""Hand a mail in at the merchant's mail server. What it answers is told in words of ours: theirs name addresses."""

import smtplib
import ssl
from datetime import datetime
from email.utils import format_datetime, formataddr
from html import escape

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from packhorse.retention.letters.letter import Letter, one_line
from packhorse.retention.server import Mailing, MailServer

SECONDS = 20  # for each answer of the server


class Later(Exception):
    """The mail was not taken, and may be another time; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Rejected(Exception):
    """The mail was not taken and never will be as it is; `text` says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def post(letter: Letter, *, to: str, mailing: Mailing, key: str, about: str, now: datetime) -> None:
    """Hand a letter in for one address; raises Later or Rejected.

    `key` makes its Message-ID: the same letter sent again has the same one, so a reader's program shows it once.
    `about` names the list it belongs to, for filters.
    """
    domain = mailing.sender.partition("@")[2]
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((one_line(mailing.merchant), mailing.sender)),
        to=[to],
        headers={
            "Message-ID": f"<{key}@{domain}>",
            "Date": format_datetime(now),
            "List-Id": f"<{about}.{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        _connection(mailing.server).send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        raise _answered("refuses the address", max(code for code, _ in refused.recipients.values())) from None
    except smtplib.SMTPAuthenticationError as refused:
        raise Later(f"The mail server refuses user or password ({refused.smtp_code})") from None
    except smtplib.SMTPSenderRefused as refused:
        raise _answered("refuses the sender's address", refused.smtp_code) from None
    except smtplib.SMTPDataError as refused:
        raise _answered("refuses the mail", refused.smtp_code) from None
    except smtplib.SMTPResponseException as refused:
        raise Later(f"The mail server is not ready ({refused.smtp_code})") from None
    except smtplib.SMTPNotSupportedError:
        raise Later("The mail server does not offer what is needed: STARTTLS, or signing in") from None
    except smtplib.SMTPException:
        raise Later("The mail server broke the talk off") from None
    except ssl.SSLCertVerificationError as error:
        raise Later(f"The mail server's certificate is not to be trusted: {error.verify_message}") from None
    except OSError as error:
        raise Later(f"The mail server cannot be reached: {type(error).__name__}") from None
    except ValueError:  # a header with a line break, an address that is none
        raise Rejected("The mail cannot be written to this address") from None


def _answered(what: str, code: int) -> Exception:
    text = f"The mail server {what} ({code})"
    return Rejected(text) if code >= 500 else Later(text)


def _connection(server: MailServer) -> EmailBackend:
    return EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security == "starttls",
        use_ssl=server.security == "tls",
        timeout=SECONDS,
        fail_silently=False,
    )


def post_test(*, to: str, mailing: Mailing, now: datetime) -> None:
    """Hand in a mail that says that mails arrive."""
    text = f"This is a test: mails of {one_line(mailing.merchant)} arrive.\n"
    letter = Letter("Test", text, f'<!doctype html><html lang="en"><body><p>{escape(text)}</p></body></html>')
    post(letter, to=to, mailing=mailing, key=f"packhorse.test.{int(now.timestamp())}", about="test", now=now)
