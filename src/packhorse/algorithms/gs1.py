"""Numbers of the GS1 General Specifications: check digits, GTIN-13 and SSCC."""


def check_digit(digits: str) -> int:
    """Return the GS1 check digit (modulo 10, weights 3 and 1 from the right) for a number without it.

    Source: GS1 General Specifications, section 7.9. Raises ValueError when `digits` is not all digits.
    """
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"{digits!r} is not a row of digits")
    total = sum(int(digit) * (3 if nth % 2 == 0 else 1) for nth, digit in enumerate(reversed(digits)))
    return -total % 10


def is_valid(number: str) -> bool:
    """Say whether a GTIN or SSCC (with its check digit) is right."""
    return len(number) > 1 and number.isascii() and number.isdecimal() and check_digit(number[:-1]) == int(number[-1])


def ean13(digits: str) -> str:
    """Return the GTIN-13 of twelve digits. Raises ValueError for any other count."""
    if len(digits) != 12:
        raise ValueError(f"a GTIN-13 is made of 12 digits and a check digit, not of {len(digits)}")
    return f"{digits}{check_digit(digits)}"


def sscc(company_prefix: str, extension_digit: int, serial: int) -> str:
    """Return the Serial Shipping Container Code: 18 digits that name one parcel worldwide.

    `company_prefix` is the merchant's GS1 company prefix (7 to 10 digits), `extension_digit` 0 to 9, and `serial`
    fills the rest (16 digits less the prefix). Raises ValueError when they do not fit.
    """
    if not (company_prefix.isascii() and company_prefix.isdecimal() and 7 <= len(company_prefix) <= 10):
        raise ValueError(f"{company_prefix!r} is not a GS1 company prefix of 7 to 10 digits")
    room = 16 - len(company_prefix)
    if not (0 <= extension_digit <= 9 and 0 <= serial < 10**room):
        raise ValueError(f"serial {serial} with extension {extension_digit} does not fit into {room} digits")
    digits = f"{extension_digit}{company_prefix}{serial:0{room}d}"
    return f"{digits}{check_digit(digits)}"


def is_valid_sscc(number: str) -> bool:
    """Say whether `number` is an SSCC: 18 digits with the right check digit."""
    return len(number) == 18 and is_valid(number)
