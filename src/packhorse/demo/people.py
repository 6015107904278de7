"""Invented people in real cities: the same key always gives the same person. Marked as assumed wherever kept."""

import random
from dataclasses import dataclass

from packhorse.placing.places import coordinates

# Country names of the order data.
COUNTRIES = {
    "EIRE": "IE",
    "France": "FR",
    "Germany": "DE",
    "Portugal": "PT",
    "United Kingdom": "GB",
}
# Real cities with the shape of their postal codes: # is a digit, @ a letter.
CITIES = {
    "DE": (("Hamburg", "20###"), ("Köln", "506##"), ("Munich", "803##"), ("Leipzig", "041##")),
    "FR": (("Paris", "750##"), ("Lille", "59#00"), ("Toulouse", "31#00"), ("Nantes", "44#00")),
    "GB": (
        ("Aberdeen", "AB10 #@@"), ("Bath", "BA1 #@@"), ("Belfast", "BT1 #@@"), ("Birmingham", "B1 #@@"),
        ("Blackpool", "FY1 #@@"), ("Bournemouth", "BH1 #@@"), ("Bradford", "BD1 #@@"), ("Brighton", "BN1 #@@"),
        ("Bristol", "BS1 #@@"), ("Cambridge", "CB1 #@@"), ("Cardiff", "CF10 #@@"), ("Coventry", "CV1 #@@"),
        ("Derby", "DE1 #@@"), ("Dundee", "DD1 #@@"), ("Edinburgh", "EH1 #@@"), ("Exeter", "EX1 #@@"),
        ("Glasgow", "G1 #@@"), ("Inverness", "IV1 #@@"), ("Ipswich", "IP1 #@@"), ("Kingston upon Hull", "HU1 #@@"),
        ("Leeds", "LS1 #@@"), ("Leicester", "LE1 #@@"), ("Liverpool", "L1 #@@"), ("London", "E1 #@@"),
        ("London", "SE1 #@@"), ("London", "NW1 #@@"), ("London", "W1 #@@"), ("Luton", "LU1 #@@"),
        ("Manchester", "M1 #@@"), ("Middlesbrough", "TS1 #@@"), ("Newcastle upon Tyne", "NE1 #@@"),
        ("Northampton", "NN1 #@@"), ("Norwich", "NR1 #@@"), ("Nottingham", "NG1 #@@"), ("Oxford", "OX1 #@@"),
        ("Peterborough", "PE1 #@@"), ("Plymouth", "PL1 #@@"), ("Portsmouth", "PO1 #@@"), ("Preston", "PR1 #@@"),
        ("Reading", "RG1 #@@"), ("Sheffield", "S1 #@@"), ("Southampton", "SO14 #@@"), ("Stoke-on-Trent", "ST1 #@@"),
        ("Sunderland", "SR1 #@@"), ("Swansea", "SA1 #@@"), ("Wolverhampton", "WV1 #@@"), ("York", "YO1 #@@"),
    ),
    "IE": (("Dublin", "D0# @#@@"), ("Cork", "T12 @#@@"), ("Galway", "H91 @#@@")),
    "PT": (("Lisbon", "1100-###"), ("Porto", "4050-###")),
}  # fmt: skip
STREETS = {
    "DE": "Bahnhofstraße {}",
    "FR": "{} rue de la République",
    "GB": "{} High Street",
    "IE": "{} Main Street",
    "PT": "Rua da Liberdade {}",
}
GIVEN = [
    "Ada",
    "Amira",
    "Ben",
    "Carla",
    "Dara",
    "Elif",
    "Emre",
    "Farid",
    "Grace",
    "Hana",
    "Ines",
    "Jonas",
    "Kofi",
    "Lena",
    "Maja",
    "Milo",
    "Nadia",
    "Omar",
    "Petra",
    "Rosa",
]
FAMILY = [
    "Abbott",
    "Barnes",
    "Cole",
    "Dawson",
    "Ellis",
    "Fischer",
    "Gibson",
    "Hughes",
    "Ivanova",
    "Jensen",
    "Kaya",
    "Lambert",
    "Morris",
    "Novak",
    "Okafor",
    "Pires",
]
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # British inward codes leave out C, I, K, M, O and V


@dataclass(frozen=True)
class Person:
    """Somebody who buys; coordinates are WGS 84 degrees of the city."""

    name: str
    email: str
    phone: str
    line1: str
    city: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None


def person(country: str, key: str) -> Person:
    """Return the person of a country (ISO code of `CITIES`) with this key."""
    dice = random.Random(f"person {country} {key}")
    city, shape = dice.choice(CITIES[country])
    name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"
    postal_code = "".join({"#": dice.choice("0123456789"), "@": dice.choice(LETTERS)}.get(char, char) for char in shape)
    latitude, longitude = coordinates(country, city) or (None, None)
    # Ofcom and the RFCs keep these for invented people: they ring nowhere and reach nobody.
    phone = f"+44 1632 960{dice.randrange(1000):03d}" if country == "GB" else ""
    return Person(
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{key.lower()}@example.com",
        phone=phone,
        line1=STREETS[country].format(dice.randint(1, 180)),
        city=city,
        postal_code=postal_code,
        country=country,
        latitude=latitude,
        longitude=longitude,
    )
