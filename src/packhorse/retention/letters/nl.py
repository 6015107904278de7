"""Dutch."""

WORDS = {
    "code": "nl",
    "hello": "Hallo {name},",
    "hello_you": "Hallo,",
    "order": "Bestelling: {order} (ons nummer {number})",
    "tracking": "Trackingnummer: {tracking} ({carrier})",
    "goods": "In het pakket:",
    "follow": "Volg uw pakket:",
    "sorry": "Onze excuses daarvoor.",
    "regards": "Met vriendelijke groet",
    "because": "U krijgt deze mail omdat u bij {merchant} hebt besteld. De mail is automatisch verstuurd.",
    "later_subject": "Bestelling {order} komt later: {day}",
    "later": "Uw bestelling komt later aan dan we hadden gezegd. De nieuwe dag is {day}.",
    "before": "Eerder noemden we {before}.",
    "waits_subject": "Bestelling {order}: artikelen niet op voorraad",
    "waits": "Artikelen uit uw bestelling zijn op dit moment niet op voorraad. We verwachten ze vanaf {day} en sturen "
    "ze zodra ze er zijn.",
    "waits_unknown": "Artikelen uit uw bestelling zijn op dit moment niet op voorraad. We weten nog niet wanneer ze "
    "komen en schrijven u zodra we het weten.",
    "there_subject": "Bestelling {order} komt aan op {day}",
    "there": "De artikelen waarop uw bestelling wachtte, zijn er. Uw bestelling komt naar verwachting aan op {day}.",
    "shipped_subject": "Bestelling {order} is onderweg",
    "shipped": "Een pakket van uw bestelling is met {carrier} naar u onderweg.",
    "expected": "Het komt naar verwachting aan op {day}.",
    "late_subject": "Bestelling {order}: uw pakket is vertraagd",
    "late": "Een pakket van uw bestelling is vertraagd bij {carrier}. Het zou aankomen op {day}.",
    "late_unknown": "Een pakket van uw bestelling is vertraagd bij {carrier}.",
    "likely": "We verwachten het nu op {likely}.",
    "returned_subject": "Bestelling {order}: uw pakket kon niet worden bezorgd",
    "returned": "{carrier} kon een pakket van uw bestelling niet bezorgen en brengt het naar ons terug. Schrijf ons, "
    "zodat we het opnieuw kunnen sturen.",
    "lost_subject": "Bestelling {order}: uw pakket kon niet worden bezorgd",
    "lost": "{carrier} meldt dat een pakket van uw bestelling niet kon worden bezorgd. We zoeken het uit. Schrijf ons "
    "als u vragen hebt.",
    "delivered_subject": "Bestelling {order} is aangekomen",
    "delivered": "Een pakket van uw bestelling is bezorgd op {day}.",
    "why_short": "De reden: in het magazijn dat ze zou sturen, ontbraken artikelen.",
    "why_changed": "De reden: de bestelling is gewijzigd.",
    "why_longer": "De reden: ons magazijn heeft meer tijd nodig dan gepland.",
    "why_stock": "De reden: er is meer besteld dan we hebben.",
    "approved_subject": "Bestelling {order}: uw retour {rma}",
    "approved": "U kunt de artikelen naar ons terugsturen. Zet alstublieft het nummer {rma} op elk pakket, "
    "zodat we weten van wie het is.",
    "claimed_subject": "Bestelling {order}: we hebben uw klacht aanvaard",
    "claimed": "We hebben uw klacht {rma} aanvaard. U hoeft niets terug te sturen.",
    "received_subject": "Bestelling {order}: uw retour is aangekomen",
    "received": "Artikelen van uw retour {rma} zijn aangekomen. We bekijken ze nu.",
    "refunded_subject": "Bestelling {order}: we hebben {amount} terugbetaald",
    "refunded": "We hebben {amount} terugbetaald voor uw retour {rma}. Het kan enkele dagen duren voordat u het "
    "op uw rekening ziet.",
}
