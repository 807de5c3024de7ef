"""Answers and outcomes as the JSON objects that `--format json` prints."""

from functools import singledispatch

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.block import block_row_object
from trafftpkg.cli.views.catalogue import catalogue_object
from trafftpkg.cli.views.client import client_object
from trafftpkg.cli.views.client_page import client_page_object
from trafftpkg.cli.views.expiry import expiry_object
from trafftpkg.cli.views.explanation import explanation_object
from trafftpkg.cli.views.history import history_object
from trafftpkg.cli.views.outcome import outcome_object
from trafftpkg.cli.views.pages import appointment_page_object, purchase_page_object
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.receipt import receipt_object
from trafftpkg.cli.views.reminder import reminder_object
from trafftpkg.cli.views.slot import slot_object
from trafftpkg.cli.views.statement import statement_object
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.engine.expiry import ExpiryReport
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.appointments import AppointmentList
from trafftpkg.engine.questions.blocks import BlockList
from trafftpkg.engine.questions.explain import Explanation
from trafftpkg.engine.questions.history import History
from trafftpkg.engine.questions.purchases import PurchaseList
from trafftpkg.engine.questions.receipt import ReceiptPage
from trafftpkg.engine.questions.reminders import Reminders
from trafftpkg.engine.questions.show import AppointmentPage, ClientPage, PurchasePage
from trafftpkg.engine.questions.slots import SlotList
from trafftpkg.engine.questions.statement import Statement


@singledispatch
def object_of(found: object) -> Json | list[Json]:
    """Return one object, or one for each of several."""
    raise TypeError(f"no command prints a {type(found).__name__}")


object_of.register(Outcome, outcome_object)
object_of.register(ExpiryReport, expiry_object)
object_of.register(Client, client_object)
object_of.register(Catalogue, catalogue_object)
object_of.register(PurchasePage, purchase_page_object)
object_of.register(AppointmentPage, appointment_page_object)
object_of.register(ClientPage, client_page_object)
object_of.register(Statement, statement_object)
object_of.register(ReceiptPage, receipt_object)


@object_of.register
def _(found: PurchaseList) -> list[Json]:
    return [purchase_object(each, found.view) for each in found.purchases]


@object_of.register
def _(found: AppointmentList) -> list[Json]:
    return [appointment_object(each, found.view) for each in found.appointments]


@object_of.register
def _(found: BlockList) -> list[Json]:
    return [block_row_object(each, found.view) for each in found.rows]


@object_of.register
def _(found: History) -> list[Json]:
    return [history_object(each, found.view) for each in found.rows]


@object_of.register
def _(found: SlotList) -> list[Json]:
    return [slot_object(each) for each in found.slots]


@object_of.register
def _(found: Reminders) -> list[Json]:
    return [reminder_object(each, found) for each in found.reminders]


@object_of.register
def _(found: Explanation) -> Json:
    return explanation_object(found)
