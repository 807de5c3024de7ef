"""Every public name of `import trafftpkg`, available as `trafftpkg.NAME`.

Requests and questions are the engine's own classes, so editors complete their fields, and new fields are
there at once.
"""

from trafftpkg.domain.errors.base import (
    RefusedError,
    TrafftpkgError,
    UnavailableError,
    UntrustedError,
    UsageError,
)
from trafftpkg.domain.moments import Length
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.blocks import ListBlocks
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.receipt import ReadReceipt
from trafftpkg.engine.questions.reminders import FindReminders
from trafftpkg.engine.questions.show import ShowAppointment, ShowClient, ShowPurchase
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.questions.statement import ReadStatement
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.block import BlockEmployee, UnblockEmployee
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.correct import CorrectAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase, UnfreezePurchase
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.redeem import RedeemAppointment
from trafftpkg.engine.requests.refund import RefundPurchase, RefundVisit
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.reverse import ReversePayment
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.requests.undo import UndoEntry
from trafftpkg.library.desk import FrontDesk
from trafftpkg.library.desk import open_desk as open  # noqa: A004 - it reads `trafftpkg.open(…)`

__all__ = [
    "AdjustUnits",
    "BlockEmployee",
    "BookAppointment",
    "CancelAppointment",
    "CorrectAppointment",
    "ExplainPayer",
    "ExtendPurchase",
    "FindReminders",
    "FindSlots",
    "FreezePurchase",
    "FrontDesk",
    "ImportBalance",
    "Length",
    "ListAppointments",
    "ListBlocks",
    "ListPurchases",
    "MergeClients",
    "MissAppointment",
    "PurchasePackage",
    "ReadHistory",
    "ReadReceipt",
    "ReadStatement",
    "ReceivePayment",
    "RedeemAppointment",
    "RefundPurchase",
    "RefundVisit",
    "RefusedError",
    "RescheduleAppointment",
    "ReversePayment",
    "SharePurchase",
    "ShowAppointment",
    "ShowClient",
    "ShowPurchase",
    "TrafftpkgError",
    "TransferUnits",
    "UnavailableError",
    "UnblockEmployee",
    "UndoEntry",
    "UnfreezePurchase",
    "UnsharePurchase",
    "UntrustedError",
    "UsageError",
    "VisitWanted",
    "VoidPurchase",
    "open",
]
