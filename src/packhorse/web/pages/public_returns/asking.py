"""A customer asks for a return by his parcel's link; who only has the link may not: the postal code is wanted, too."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.returns import operations, queries
from packhorse.returns.labelling import usable
from packhorse.returns.queries import ReturnableRow, ReturnDetail, ReturnRow
from packhorse.returns.rules import LONGEST_WORDS, WISHES, Wanted
from packhorse.shipping.pages.public.look import Door, Look, language, page
from packhorse.shipping.pages.public.track import Pace, behind, redirect
from packhorse.shipping.pages.public.words import WORDS as USUAL
from packhorse.web.pages.public_returns import papers, proof, shown
from packhorse.web.pages.public_returns.words import WORDS
from packhorse.web.return_labels import address_label

ACTOR = "customer (return page)"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIES_OF_ADDRESS, TRIES_OF_ORDER, ASKS = 30, 10, 10  # an hour, an hour, a day
NO_LINK = "shipping/public/no_link.html"
# What a refusal is called on the page; of others it says only that nothing was kept.
ANSWERS = {
    "NO_LINES": "lines_none",
    "UNKNOWN_REASON": "lines_reason",
    "WRONG_QUANTITY": "too_many",
    "RETURN_TOO_MANY": "too_many",
    "NOT_SHIPPED": "barred",
    "FINAL_SALE": "barred",
    "WINDOW_OVER": "barred",
    "TOO_LONG": "too_long",
}


class Returns:
    """The public pages of returns of one merchant."""

    def __init__(self, *, look: Look, pace: Pace) -> None:
        self.look = look
        self.pace = pace

    def beside(self, *, order_id: int, token: str, language: str, now: datetime) -> Door | None:
        """Offer a return on the page of an order, where one can be asked for, and tell how those stand that were.

        The link alone tells no number, and nothing of what was written.
        """
        words, before = WORDS[language], queries.of_order(order_id)
        open_ = shown.returnable(order_id, now=now)
        if not open_ and not before:
            return None
        says = [_short(row, words) for row in before]
        if open_ and not before:
            says = [words["card_text"]]
        return Door(
            words["title"], tuple(says), words["button" if open_ else "see"], reverse("ask-return", args=[token])
        )

    @login_not_required
    def ask(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what can be returned, and what was; POST `postal_code` first, then units, reasons and a wish."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        order_id, now, words = behind(token)[0], timezone.now(), _words(request)
        if order_id is None:
            return page(request, NO_LINK, self.look, {}, status=404)
        rows = shown.returnable(order_id, now=now)
        if not rows and not queries.of_order(order_id):
            return self._page(request, token, words, {"nothing": True})
        posted = request.method == "POST"
        if not proof.proven(request, order_id) or (posted and "postal_code" in request.POST):
            return self._prove(request, token, order_id, words, now)
        answer, status = ("asked" if request.GET.get("said") == "asked" else ""), 200
        if posted:
            answer, status = self._request(request, order_id, rows, now)
            if status == 200:
                return redirect(request, reverse("ask-return", args=[token]), said="asked")
            rows = shown.returnable(order_id, now=now)
        return self._form(request, token, order_id, rows, words, answer, status)

    def _prove(
        self, request: HttpRequest, token: str, order_id: int, words: Mapping[str, str], now: datetime
    ) -> HttpResponse:
        """Ask for the postal code, and take it; tries are counted before it is looked at."""
        answer, status = "", 200
        if not proof.has_code(order_id):
            return self._page(request, token, words, {"answer": words["no_code"], "bad": True, "nothing": True})
        if request.method == "POST" and "postal_code" not in request.POST:
            answer, status = "expired", 403
        elif request.method == "POST":
            if not self._may_try(request, order_id, now):
                answer, status = "wait", 429
            elif proof.fits(order_id, request.POST["postal_code"][:100]):
                response = redirect(request, reverse("ask-return", args=[token]))
                proof.give(response, order_id, token)
                return response
            else:
                answer, status = "wrong_code", 422
        context = {"prove": True, "answer": words[answer] if answer else "", "bad": True}
        response = self._page(request, token, words, context, status=status)
        if status == 429:
            response["Retry-After"] = str(int(HOUR.total_seconds()))
        return response

    def _may_try(self, request: HttpRequest, order_id: int, now: datetime) -> bool:
        who = self.pace.address_of(request)
        return self.pace.allow("return by address", who, most=TRIES_OF_ADDRESS, within=HOUR, now=now) and (
            self.pace.allow("return of order", str(order_id), most=TRIES_OF_ORDER, within=HOUR, now=now)
        )

    def _request(
        self, request: HttpRequest, order_id: int, rows: list[ReturnableRow], now: datetime
    ) -> tuple[str, int]:
        """Ask for what was chosen; return which words tell what came of it, and the status."""
        wanted = _wanted(request.POST, rows)
        if wanted is None:
            return "too_many", 422
        if any(not line.reason for line in wanted):
            return "lines_reason", 422
        if not self.pace.allow("returns asked", str(order_id), most=ASKS, within=DAY, now=now):
            return "too_often", 429
        try:
            operations.request_return(
                order_id=order_id,
                lines=wanted,
                wish=request.POST.get("wish", ""),
                words=_seen(request.POST.get("words", "")),
                key=request.POST.get("key", "")[:40],
                now=now,
                actor=ACTOR,
            )
        except Refusal as refusal:
            return ANSWERS.get(refusal.code, "refused"), 422
        return "asked", 200

    def _form(
        self,
        request: HttpRequest,
        token: str,
        order_id: int,
        rows: list[ReturnableRow],
        words: Mapping[str, str],
        answer: str,
        status: int,
    ) -> HttpResponse:
        typed = request.POST.dict() if request.method == "POST" else {}
        wish = typed.get("wish", "")
        context = {
            "answer": words[answer].format(most=LONGEST_WORDS) if answer else "",
            "bad": status != 200,
            "asked": shown.asked(order_id, words),
            "goods": shown.goods(rows, typed),
            "reasons": shown.reasons(words),
            "wishes": [
                (code, words[f"wish_{code}"], code == (wish if wish in WISHES else "refund")) for code in WISHES
            ],
            "most": LONGEST_WORDS,
            "field": words["words"].format(most=LONGEST_WORDS),
            "typed": typed.get("words", ""),
            "key": secrets.token_hex(12),
        }
        return self._page(request, token, words, context, status=status)

    def _page(
        self,
        request: HttpRequest,
        token: str,
        words: Mapping[str, str],
        context: Mapping[str, object],
        *,
        status: int = 200,
    ) -> HttpResponse:
        usual = {"words": words, "token": token, "media": list(papers.MEDIA.items())}
        return page(request, "web/public/return.html", self.look, {**usual, **context}, status=status, form=True)

    @login_not_required
    def paper(self, request: HttpRequest, token: str, rma: str, paper: str) -> HttpResponse:
        """Return the slip of a return, or its label (`?medium=`), as PDF; both are for the customer only."""
        order_id, words = behind(token)[0], _words(request)
        row = queries.by_rma(rma) if order_id is not None else None
        medium = request.GET.get("medium", "4x6")
        if row is None or row.order_id != order_id or medium not in papers.MEDIA:
            return page(request, NO_LINK, self.look, {}, status=404)
        if not proof.proven(request, row.order_id):
            return redirect(request, reverse("ask-return", args=[token]))
        detail, content = queries.detail(row.id), None
        if detail is not None and row.state in shown.AWAITED and row.wish != "claim":
            made = papers.slip(detail, words, merchant=self.look.merchant) if paper == "slip" else None
            content = made if paper == "slip" else _label(detail, medium)
        if content is None:
            return page(request, NO_LINK, self.look, {}, status=404)
        name = f'inline; filename="{paper}-{row.rma}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


def _label(detail: ReturnDetail, medium: str) -> bytes | None:
    """Return the carrier's label where the customer may use it, else the address label."""
    label = queries.labels_of([detail.row.id]).get(detail.row.id)
    bought = queries.label_content(detail.row.id) if usable(label, state=detail.row.state) else None
    return bought or address_label(detail, medium)


def _words(request: HttpRequest) -> Mapping[str, str]:
    code = language(request)
    return {**USUAL[code], **WORDS[code]}


def _short(row: ReturnRow, words: Mapping[str, str]) -> str:
    """Return how a return stands for who has the link only: no number, no amount, and no other order."""
    on = words["on"].format(day=shown.day_of(row, words))
    says = words["state_nothing"] if row.state == "closed" else shown.said(row, words)
    return f"{on[0].upper()}{on[1:]}: {says}"


def _wanted(form: Mapping[str, str], rows: list[ReturnableRow]) -> list[Wanted] | None:
    """Return what was chosen; None for a number of units that is none."""
    found = []
    for row in rows:
        text = form.get(f"units-{row.line_id}", "0").strip() or "0"
        if not (text.isascii() and text.isdecimal() and len(text) <= 7):
            return None
        if int(text):
            found.append(Wanted(row.line_id, int(text), form.get(f"reason-{row.line_id}", "")[:30]))
    return found


def _seen(text: str) -> str:
    """Return what was typed without signs that nobody sees, its lines kept."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("".join(char if char.isprintable() else " " for char in line).strip() for line in lines).strip()
