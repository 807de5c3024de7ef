"""Where each event is found by its name."""

EVENT_MODULES = {
    "LedgerOpened": "opening",
    "LedgerSealed": "opening",
    "EmployeeBlocked": "diary",
    "EmployeeUnblocked": "diary",
    "ClientsMerged": "merging",
    "ClockGiven": "opening",
    "PackagePurchased": "selling",
    "BalanceImported": "selling",
    "PaymentReceived": "paying",
    "PaymentReturned": "paying",
    "AppointmentBooked": "booking",
    "AppointmentRescheduled": "booking",
    "AppointmentCancelled": "booking",
    "AppointmentMissed": "booking",
    "PurchaseLapsed": "ending",
    "PurchaseExtended": "ending",
    "PurchaseFrozen": "ending",
    "PurchaseUnfrozen": "ending",
    "UnitsTransferred": "ending",
    "UnitsAdjusted": "ending",
    "PurchaseRefunded": "ending",
    "PurchaseVoided": "ending",
}
"""In which module of `trafftpkg.domain.events` an event is, so that only what is met is loaded."""
