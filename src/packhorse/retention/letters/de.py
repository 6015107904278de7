"""German."""

WORDS = {
    "code": "de",
    "hello": "Guten Tag {name},",
    "hello_you": "Guten Tag,",
    "order": "Bestellung: {order} (unsere Nummer {number})",
    "tracking": "Sendungsnummer: {tracking} ({carrier})",
    "goods": "Im Paket:",
    "follow": "Ihr Paket verfolgen:",
    "sorry": "Wir bitten um Entschuldigung.",
    "regards": "Freundliche Grüße",
    "because": "Sie erhalten diese E-Mail, weil Sie bei {merchant} bestellt haben. Sie wurde automatisch verschickt.",
    "later_subject": "Bestellung {order} kommt später: {day}",
    "later": "Ihre Bestellung kommt später an, als wir gesagt haben. Der neue Liefertag ist {day}.",
    "before": "Zuvor hatten wir Ihnen {before} genannt.",
    "waits_subject": "Bestellung {order}: Ware ist nicht vorrätig",
    "waits": "Ware aus Ihrer Bestellung ist zurzeit nicht vorrätig. Wir erwarten sie ab {day} und verschicken sie, "
    "sobald sie hier ist.",
    "waits_unknown": "Ware aus Ihrer Bestellung ist zurzeit nicht vorrätig. Wir wissen noch nicht, wann sie kommt, und "
    "schreiben Ihnen, sobald wir es wissen.",
    "there_subject": "Bestellung {order} kommt an: {day}",
    "there": "Die Ware, auf die Ihre Bestellung gewartet hat, ist da. Der Liefertag ist {day}.",
    "shipped_subject": "Bestellung {order} ist unterwegs",
    "shipped": "Ein Paket Ihrer Bestellung ist mit {carrier} zu Ihnen unterwegs.",
    "expected": "Es soll am {day} ankommen.",
    "late_subject": "Bestellung {order}: Ihr Paket verspätet sich",
    "late": "Ein Paket Ihrer Bestellung verspätet sich bei {carrier}. Es sollte am {day} ankommen.",
    "late_unknown": "Ein Paket Ihrer Bestellung verspätet sich bei {carrier}.",
    "likely": "Nach heutigem Stand kommt es am {likely} an.",
    "returned_subject": "Bestellung {order}: Ihr Paket konnte nicht zugestellt werden",
    "returned": "{carrier} konnte ein Paket Ihrer Bestellung nicht zustellen und bringt es zu uns zurück. Bitte "
    "schreiben Sie uns, damit wir es noch einmal schicken können.",
    "lost_subject": "Bestellung {order}: Ihr Paket konnte nicht zugestellt werden",
    "lost": "{carrier} meldet uns, dass ein Paket Ihrer Bestellung nicht zugestellt werden konnte. Wir gehen dem nach. "
    "Bitte schreiben Sie uns, wenn Sie Fragen haben.",
    "delivered_subject": "Bestellung {order} ist angekommen",
    "delivered": "Ein Paket Ihrer Bestellung wurde zugestellt: {day}.",
    "why_short": "Der Grund: In dem Lager, das sie schicken sollte, fehlte Ware.",
    "why_changed": "Der Grund: Die Bestellung wurde geändert.",
    "why_longer": "Der Grund: Unser Lager braucht länger als geplant.",
    "why_stock": "Der Grund: Es wurde mehr bestellt, als wir haben.",
    "approved_subject": "Bestellung {order}: Ihre Rücksendung {rma}",
    "approved": "Sie können die Ware an uns zurücksenden. Bitte schreiben Sie die Nummer {rma} auf jedes Paket, "
    "damit wir es zuordnen können.",
    "claimed_subject": "Bestellung {order}: Wir haben Ihre Reklamation anerkannt",
    "claimed": "Wir haben Ihre Reklamation {rma} anerkannt. Sie müssen nichts zurücksenden.",
    "received_subject": "Bestellung {order}: Ihre Rücksendung ist angekommen",
    "received": "Ware aus Ihrer Rücksendung {rma} ist angekommen. Wir prüfen sie jetzt.",
    "refunded_subject": "Bestellung {order}: Wir haben {amount} erstattet",
    "refunded": "Wir haben {amount} für Ihre Rücksendung {rma} erstattet. Es kann einige Tage dauern, bis Sie "
    "es auf Ihrem Konto sehen.",
}
