"""Spanish."""

WORDS = {
    "code": "es",
    "hello": "Hola, {name}:",
    "hello_you": "Hola:",
    "order": "Pedido: {order} (nuestro número {number})",
    "tracking": "Número de seguimiento: {tracking} ({carrier})",
    "goods": "En el paquete:",
    "follow": "Seguir su paquete:",
    "sorry": "Le pedimos disculpas.",
    "regards": "Un saludo cordial",
    "because": "Recibe este mensaje porque ha hecho un pedido a {merchant}. Se ha enviado automáticamente.",
    "later_subject": "El pedido {order} llega más tarde: {day}",
    "later": "Su pedido llegará más tarde de lo que le dijimos. La nueva fecha es: {day}.",
    "before": "Antes le habíamos dicho: {before}.",
    "waits_subject": "Pedido {order}: artículos sin existencias",
    "waits": "Hay artículos de su pedido que no tenemos en este momento. Los esperamos a partir de esta fecha: {day}. "
    "Los enviaremos en cuanto lleguen.",
    "waits_unknown": "Hay artículos de su pedido que no tenemos en este momento. Todavía no sabemos cuándo llegarán; "
    "le escribiremos en cuanto lo sepamos.",
    "there_subject": "El pedido {order} ya tiene fecha: {day}",
    "there": "Ya han llegado los artículos que esperaba su pedido. Fecha de entrega prevista: {day}.",
    "shipped_subject": "El pedido {order} está en camino",
    "shipped": "Un paquete de su pedido está en camino con {carrier}.",
    "expected": "Fecha de llegada prevista: {day}.",
    "late_subject": "Pedido {order}: su paquete se retrasa",
    "late": "Un paquete de su pedido se ha retrasado con {carrier}. Debía llegar en esta fecha: {day}.",
    "late_unknown": "Un paquete de su pedido se ha retrasado con {carrier}.",
    "likely": "Nueva fecha de llegada prevista: {likely}.",
    "returned_subject": "Pedido {order}: no se ha podido entregar su paquete",
    "returned": "{carrier} no ha podido entregar un paquete de su pedido y nos lo devuelve. Escríbanos, por favor, "
    "para que podamos enviarlo otra vez.",
    "lost_subject": "Pedido {order}: no se ha podido entregar su paquete",
    "lost": "{carrier} nos comunica que no ha podido entregar un paquete de su pedido. Lo estamos averiguando. "
    "Escríbanos si tiene preguntas.",
    "delivered_subject": "El pedido {order} ha llegado",
    "delivered": "Un paquete de su pedido se ha entregado: {day}.",
    "why_short": "El motivo: faltaban artículos en el almacén que debía enviarlos.",
    "why_changed": "El motivo: el pedido se ha modificado.",
    "why_longer": "El motivo: nuestro almacén necesita más tiempo de lo previsto.",
    "why_stock": "El motivo: se ha pedido más de lo que tenemos.",
}
