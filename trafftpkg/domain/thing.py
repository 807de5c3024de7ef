"""Whatever an event begins or changes."""

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.block import Block
from trafftpkg.domain.purchase import Purchase

Thing = Purchase | Appointment | Block
"""A thing of any kind: each has the `id` that it was numbered by."""
