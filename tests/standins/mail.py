"""A mail server on a port of its own: takes mails over a real socket, and goes wrong to order."""

import asyncio
import datetime
import email
import email.policy
import ssl
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packhorse.retention.server import Mailing, MailServer


@dataclass(frozen=True)
class Taken:
    """A mail that was taken: from whom and for whom as the envelope says, and what stands in it."""

    sender: str
    to: list
    mail: email.message.EmailMessage
    encrypted: bool

    def text(self, kind="plain"):
        return self.mail.get_body((kind,)).get_content()


class MailStandIn:
    """Speaks as much SMTP as is needed. `troubles` [(command, answer)]: the next such command is answered so; an empty
    answer drops the connection instead. AFTER is a mail's end once it is taken."""

    def __init__(self, *, security="none", user="", password=""):
        self.security, self.user, self.password = security, user, password
        self.mails, self.troubles, self.said = [], [], []
        self.folder = Path(tempfile.mkdtemp(prefix="packhorse-mail-"))
        self.context = certificate(self.folder) if security != "none" else None

    @contextmanager
    def open(self):
        loop, ready = asyncio.new_event_loop(), threading.Event()

        async def serve():
            at_once = self.context if self.security == "tls" else None
            self.server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=at_once)
            self.port = self.server.sockets[0].getsockname()[1]
            ready.set()

        def run():
            asyncio.set_event_loop(loop)
            loop.create_task(serve())
            loop.run_forever()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)

    def mailing(self, **more):
        """How Packhorse is told of this server."""
        server = MailServer("127.0.0.1", self.port, self.user, self.password, self.security)
        usual = {"sender": "orders@example.com", "merchant": "Gifts & Co", "public_url": "https://orders.example.com"}
        return Mailing(**({"server": server, "wait": 600} | usual | more))

    async def _talk(self, reader, writer):
        state = {"from": "", "to": [], "encrypted": self.security == "tls"}
        writer.write(b"220 stand-in\r\n")
        while line := (await reader.readline()).decode():
            verb = line[:4].strip().upper()
            self.said.append(verb)
            answer = self._trouble(verb)
            if answer == "":
                writer.transport.abort()
                return
            if answer is None:
                answer = await self._answer(verb, line.strip(), state, reader, writer)
            if answer == "":
                writer.transport.abort()
                return
            writer.write(f"{answer}\r\n".encode())
            if verb == "STAR" and answer.startswith("220"):
                await writer.start_tls(self.context)
                state["encrypted"] = True
            if verb == "QUIT":
                break
        writer.close()

    async def _answer(self, verb, line, state, reader, writer):
        if verb == "EHLO":
            offers = ["stand-in", "8BITMIME"]
            offers += ["STARTTLS"] if self.security == "starttls" and not state["encrypted"] else []
            offers += ["AUTH PLAIN"] if self.user else []
            return "\r\n".join(f"250{' ' if nth == len(offers) - 1 else '-'}{each}" for nth, each in enumerate(offers))
        if verb == "STAR":
            return "220 go on"
        if verb == "AUTH":
            import base64

            given = base64.b64decode(line.split()[2]).decode().split("\0")[1:]
            return "235 in" if given == [self.user, self.password] else "535 who are you"
        if verb == "MAIL":
            state["from"], state["to"] = address(line), []
            return "250 ok"
        if verb == "RCPT":
            state["to"].append(address(line))
            return "250 ok"
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            raw = b""
            while (row := await reader.readline()) != b".\r\n":
                raw += row.removeprefix(b".") if row.startswith(b"..") else row
            refused = self._trouble("BODY")
            if refused is not None:
                return refused
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            self.mails.append(Taken(state["from"], state["to"], mail, state["encrypted"]))
            after = self._trouble("AFTER")
            return "250 taken" if after is None else after
        return "250 ok"

    def _trouble(self, verb):
        for nth, (name, answer) in enumerate(self.troubles):
            if name == verb:
                del self.troubles[nth]
                return answer
        return None


def address(line):
    return line.partition("<")[2].partition(">")[0]


def certificate(folder):
    """Make a certificate that names 127.0.0.1, in `folder`/cert.pem; nobody trusts it by himself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = datetime.datetime.now(datetime.UTC)
    import ipaddress

    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
