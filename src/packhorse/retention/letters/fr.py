"""French."""

WORDS = {
    "code": "fr",
    "hello": "Bonjour {name},",
    "hello_you": "Bonjour,",
    "order": "Commande : {order} (notre numéro {number})",
    "tracking": "Numéro de suivi : {tracking} ({carrier})",
    "goods": "Dans le colis :",
    "follow": "Suivre votre colis :",
    "sorry": "Nous vous prions de nous en excuser.",
    "regards": "Cordialement",
    "because": "Vous recevez ce message parce que vous avez commandé chez {merchant}. Il a été envoyé automatiquement.",
    "later_subject": "Commande {order} : livraison plus tard, {day}",
    "later": "Votre commande arrivera plus tard qu’annoncé. La nouvelle date est le {day}.",
    "before": "Nous vous avions annoncé le {before}.",
    "waits_subject": "Commande {order} : articles non disponibles",
    "waits": "Des articles de votre commande ne sont pas en stock pour le moment. Nous les attendons à partir du {day} "
    "et les enverrons dès leur arrivée.",
    "waits_unknown": "Des articles de votre commande ne sont pas en stock pour le moment. Nous ne savons pas encore "
    "quand ils arriveront et vous écrirons dès que nous le saurons.",
    "there_subject": "Commande {order} : livraison le {day}",
    "there": "Les articles que votre commande attendait sont arrivés. La livraison est prévue le {day}.",
    "shipped_subject": "Commande {order} : en route",
    "shipped": "Un colis de votre commande est en route vers vous avec {carrier}.",
    "expected": "Il devrait arriver le {day}.",
    "late_subject": "Commande {order} : votre colis est en retard",
    "late": "Un colis de votre commande est retardé chez {carrier}. Il devait arriver le {day}.",
    "late_unknown": "Un colis de votre commande est retardé chez {carrier}.",
    "likely": "Nous l'attendons désormais le {likely}.",
    "returned_subject": "Commande {order} : votre colis n’a pas pu être livré",
    "returned": "{carrier} n’a pas pu livrer un colis de votre commande et nous le rapporte. Écrivez-nous, s’il vous "
    "plaît, pour que nous puissions le renvoyer.",
    "lost_subject": "Commande {order} : votre colis n’a pas pu être livré",
    "lost": "{carrier} nous signale qu’un colis de votre commande n’a pas pu être livré. Nous nous en occupons. "
    "Écrivez-nous si vous avez des questions.",
    "delivered_subject": "Commande {order} : colis arrivé",
    "delivered": "Un colis de votre commande a été livré le {day}.",
    "why_short": "La raison : des articles manquaient dans l’entrepôt qui devait les envoyer.",
    "why_changed": "La raison : la commande a été modifiée.",
    "why_longer": "La raison : notre entrepôt a besoin de plus de temps que prévu.",
    "why_stock": "La raison : il a été commandé plus que nous n’avons en stock.",
    "approved_subject": "Commande {order} : votre retour {rma}",
    "approved": "Vous pouvez nous renvoyer les articles. Inscrivez s’il vous plaît le numéro {rma} sur chaque "
    "colis, afin que nous puissions l’identifier.",
    "claimed_subject": "Commande {order} : votre réclamation est acceptée",
    "claimed": "Nous avons accepté votre réclamation {rma}. Vous n’avez rien à renvoyer.",
    "received_subject": "Commande {order} : votre retour est arrivé",
    "received": "Des articles de votre retour {rma} sont arrivés. Nous les contrôlons maintenant.",
    "refunded_subject": "Commande {order} : remboursement de {amount}",
    "refunded": "Nous avons remboursé {amount} pour votre retour {rma}. Quelques jours peuvent passer avant que "
    "la somme apparaisse sur votre compte.",
}
