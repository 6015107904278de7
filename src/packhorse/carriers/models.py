"""Carriers, their services, lanes and prices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhorse.carriers.rules import EVERY_DAY, FORMS, KINDS, MOST_MAXICODE, NO_MAXICODE, WEEKDAYS
from packhorse.carriers.rules.rate_rules import KINDS as RULE_KINDS
from packhorse.carriers.rules.rate_rules import PERIODS
from packhorse.carriers.rules.surcharges import WHOLE


def every_day() -> list[int]:
    """Return what is usual for pickups."""
    return list(EVERY_DAY)


def weekdays() -> list[int]:
    """Return what is usual for deliveries."""
    return list(WEEKDAYS)


class Account(models.Model):
    """An account with a carrier or an aggregator of carriers, whose labels are bought through its API.

    `secrets` are sealed. `form`: as what its labels come.
    """

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=300)
    secrets = models.TextField()
    form = models.CharField(max_length=3)
    on = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_form", condition=models.Q(form__in=FORMS)),
        ]

    def __str__(self) -> str:
        return self.code


class Carrier(models.Model):
    """A carrier with a rate table; `tracking_prefix` starts the tracking numbers that we give its parcels.

    With an `account` its labels and tracking come from there. `simulated`: it does not exist, and a simulator says
    where its parcels are. A carrier with neither gets our own labels, and is told of parcels by its manifest.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    tracking_prefix = models.CharField(max_length=6, unique=True)
    currency = models.CharField(max_length=3)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    simulated = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="carrier_real_or_not", condition=models.Q(simulated=False) | models.Q(account=None)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Service(models.Model):
    """What can be bought of a carrier; `dim_divisor` in cm³ per kg, the days as ISO weekdays.

    `takes_hazmat`: the classes of dangerous goods that it takes (`dangerous.HAZMAT_CLASSES`); of others none. `fuel`:
    hundredths of a percent upon price and surcharges. `maxicode`: the service class of its carrier in the MaxiCode of
    its labels, or NO_MAXICODE. With a `max_weight_g` of 0 it is not sold any more.
    """

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    dim_divisor = models.IntegerField()
    max_weight_g = models.IntegerField()
    max_length_mm = models.IntegerField()
    pickup_days = ArrayField(models.SmallIntegerField(), default=every_day)
    delivery_days = ArrayField(models.SmallIntegerField(), default=weekdays)
    takes_hazmat = ArrayField(models.CharField(max_length=4), default=list, db_default=[])
    fuel = models.IntegerField(default=0, db_default=0)
    maxicode = models.SmallIntegerField(default=NO_MAXICODE, db_default=NO_MAXICODE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "code"], name="service_once"),
            models.CheckConstraint(
                name="service_works", condition=models.Q(pickup_days__len__gt=0, delivery_days__len__gt=0)
            ),
            models.CheckConstraint(name="service_divisor", condition=models.Q(dim_divisor__gt=0)),
            models.CheckConstraint(name="service_fuel", condition=models.Q(fuel__gte=0, fuel__lte=WHOLE)),
            models.CheckConstraint(
                name="service_maxicode", condition=models.Q(maxicode__gte=NO_MAXICODE, maxicode__lte=MOST_MAXICODE)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Zone(models.Model):
    """A lane: the first row by ascending `max_km` (empty: any distance) names the zone."""

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    origin_country = models.CharField(max_length=2)
    dest_country = models.CharField(max_length=2)
    max_km = models.IntegerField(null=True)
    zone = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "origin_country", "dest_country", "max_km"],
                name="zone_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin_country}>{self.dest_country} {self.zone}"


class Rate(models.Model):
    """Price up to a billed weight in a zone, and the weekdays to the door."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    zone = models.CharField(max_length=20)
    max_weight_g = models.IntegerField()
    price_minor = models.BigIntegerField()
    transit_days = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "zone", "max_weight_g"], name="rate_once"),
            models.CheckConstraint(
                name="rate_sane", condition=models.Q(max_weight_g__gt=0, price_minor__gte=0, transit_days__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.max_weight_g}g"


class Surcharge(models.Model):
    """What a service, or each of a carrier (`service` empty), adds to a parcel: see `rules.NewSurcharge`."""

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=20)
    limit = models.CharField(max_length=20)
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "service", "kind", "limit"], name="surcharge_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="surcharge_sane", condition=models.Q(price_minor__gte=0, kind__in=KINDS)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.limit}"


class Holiday(models.Model):
    """A day on which nobody delivers in a country."""

    country = models.CharField(max_length=2)
    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.day} {self.name}"


class Transit(models.Model):
    """How long our own parcels took: a histogram by service, warehouse and zone, in days of delivery.

    `milli` counts thousandths of a parcel, so that old ones can be forgotten little by little; `as_of`: until when.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    warehouse_id = models.BigIntegerField()
    zone = models.CharField(max_length=20)
    days = models.SmallIntegerField()
    milli = models.BigIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "warehouse_id", "zone", "days"], name="transit_once"),
            models.CheckConstraint(name="transit_sane", condition=models.Q(days__gte=0, milli__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.days} days: {self.milli}"


class RateRule(models.Model):
    """A manager's rule on the choice of services; see `rules.rate_rules` and, for what it is about, `rules.about`.

    Rules are asked by `place`; one that is not `on` is kept and not asked. Money in minor units.
    """

    place = models.IntegerField()
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10)
    on = models.BooleanField(default=True)
    targets = ArrayField(models.CharField(max_length=51), default=list)
    hazmat = ArrayField(models.CharField(max_length=4), default=list)
    classes = ArrayField(models.CharField(max_length=20), default=list)
    places = ArrayField(models.CharField(max_length=20), default=list)
    tiers = ArrayField(models.CharField(max_length=20), default=list)
    channels = ArrayField(models.CharField(max_length=40), default=list)
    warehouses = ArrayField(models.CharField(max_length=20), default=list)
    over_g = models.IntegerField(null=True)
    over_minor = models.BigIntegerField(null=True)
    minor = models.BigIntegerField(default=0)
    percent = models.SmallIntegerField(default=0)
    per = models.CharField(max_length=4, default=PERIODS[0])
    all_sites = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rate_rule_known", condition=models.Q(kind__in=sorted(RULE_KINDS), per__in=PERIODS)
            ),
            models.CheckConstraint(
                name="rate_rule_days",
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="rate_rule_sane",
                condition=models.Q(percent__gte=-100, percent__lte=500)
                & (models.Q(kind="prefer") | models.Q(minor__gte=0, percent__gte=0, percent__lte=100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"
