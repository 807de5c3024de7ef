"""`trafftpkg explain`: which package would pay."""

import typer

from trafftpkg.cli.options import (
    AsOfOption,
    ClientArgument,
    EmployeeOption,
    FormatOption,
    LocationOption,
    PartyOption,
    ServiceArgument,
    StartOption,
)
from trafftpkg.cli.output import say, write_lines, write_object, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.explanation import (
    CANDIDATE_FIELDS,
    candidate_object,
    explanation_lines,
    explanation_object,
)
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.requests.placing import VisitWanted


def command(
    ctx: typer.Context,
    client: ClientArgument,
    service: ServiceArgument,
    at: StartOption,
    employee: EmployeeOption = None,
    location: LocationOption = None,
    party: PartyOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """Show which package would pay, and why the others would not.

    With --as-of, shows what was decided then, by today's catalogue.

        trafftpkg explain ana facial --at 2026-03-02T10:00
    """
    wanted = VisitWanted(service=service, at=at, employee=employee, location=location)
    question = ExplainPayer(client=client, wanted=wanted, party=party or 1)
    found = session_of(ctx).desk.inquiry.ask(question, as_of=as_of)
    if form == "csv":
        handle_of = found.view.handle_of
        write_objects(
            (candidate_object(each, handle_of) for each in found.candidates), form, CANDIDATE_FIELDS
        )
    elif form != "table":
        write_object(explanation_object(found), form, ())
    else:
        write_lines(explanation_lines(found))
        if not found.payer:
            from trafftpkg.cli.words.candidates import way_to_pay

            say(f"No package can pay. {way_to_pay(found.candidates, client)}")
