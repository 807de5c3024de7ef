"""One request of a browser, and the ways to answer it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.door import Limit
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.picture import Picture
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading
from trafftpkg.engine.requests.base import Request as Asked
from trafftpkg.languages.language import Language
from trafftpkg.languages.telling import Telling
from trafftpkg.web.failures import NotOurFormError, TooOftenError
from trafftpkg.web.language_links import language_links
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.cookies import language_cookie
from trafftpkg.web.safety.forms import CSRF_FIELD, csrf_for, new_request_name, request_name
from trafftpkg.web.safety.headers import PRIVATE, PUBLIC, page_policy
from trafftpkg.web.safety.limits import machine_of
from trafftpkg.web.safety.sessions import new_session, session_in

CSRF_PLACE = "\ue000csrf\ue000"
REQUEST_PLACE = "\ue000request\ue000"
"""Placeholders in a cached page for what belongs to one browser: characters that nothing else writes."""

T = TypeVar("T")


class Exchange:
    """One request, and what its answer needs.

    Args:
        fields: The fields of the form that was sent, if any.
    """

    def __init__(self, settings: PageSettings, request: Request, fields: Mapping[str, str]) -> None:
        self.settings = settings
        self.request = request
        self.fields = dict(fields)
        self.machine = machine_of(request.client.host if request.client else "")
        self.now = settings.backend.now()
        self.signing = settings.backend.door.signatures
        self.shows_session = False
        self.chosen_language: str | None = None
        """Set if this browser is to keep a language."""
        self.afterwards = BackgroundTasks()
        """What is done after the answer was sent: letters."""
        self.code_sent = False
        """Whether the form asks for a code from a letter."""
        self.unproven: NotOurFormError | None = None
        """Set if a form did not prove that this browser was shown it: then nothing may be done."""
        framed = bool(settings.embedders)
        self.secure = framed or request.scope["scheme"] == "https" or settings.address.startswith("https:")
        self.cookies = {"secure": self.secure, "framed": framed}
        """How its cookies are set."""
        shown = session_in(self.signing, request.cookies, self.now, secure=self.secure)
        self.session = shown or new_session(self.now)
        self._views = ExitStack()
        self._reading: Reading | None = None
        self._answers: dict[object, Any] = {}

    @cached_property
    def engine(self) -> Engine:
        """The engine, at the moment of this request, by the catalogue that its answer tells of."""
        return self.settings.backend.engine(self.now, lambda: self.names.declared)

    @cached_property
    def _inquiry(self) -> Inquiry:
        return self.settings.backend.inquiry(self.now)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """While this is open, all questions use one view of the ledger, and each is asked once."""
        with self._views:
            yield

    def ask(self, question: Question[T]) -> T:
        """Answer a question; raises the same errors as the engine."""
        if question not in self._answers:
            if self._reading is None:
                books = self._views.enter_context(self._inquiry.ledger.reading())
                self._reading = self._inquiry.reading(books)
            self._answers[question] = question.answer(self._reading)
        answer: T = self._answers[question]
        return answer

    def execute(self, request: Asked, *, key: str, newcomer: Client | None = None) -> Outcome:
        """Decide and record a request. Questions after it are asked again."""
        self.look_away()
        try:
            return self.engine.execute(request, key=key, newcomer=newcomer)
        finally:
            self.settings.backend.look_again()

    def look_away(self) -> None:
        """End the view of the ledger: before something is recorded, or takes long. Questions look again."""
        self._views.close()
        self._reading = None
        self._answers.clear()

    def foresee(self, request: Asked, *, key: str | None = None, newcomer: Client | None = None) -> Outcome:
        """Return what a request would do, or did if it is recorded under this key."""
        return self.engine.execute(request, key=key, dry_run=True, newcomer=newcomer)

    def was_done(self, key: str) -> bool:
        """Tell whether a request is recorded under this key. Sent again, it gets the same answer."""
        with self._inquiry.ledger.reading() as books:
            return books.header() is not None and books.entry_with_key(key) is not None

    @cached_property
    def language(self) -> Language:
        """The language of this browser: the one that was chosen in it, or the one that it asks for."""
        chosen = self.request.cookies.get(language_cookie(secure=self.secure))
        return self.settings.language(chosen, self.request.headers.get("accept-language", ""))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as declared now, in the language of this browser."""
        return self.names.catalogue

    @cached_property
    def names(self) -> Telling:
        """The words, the names of things, and the formats of values."""
        return self.settings.names(self.settings.backend.catalogue(), self.language)

    @cached_property
    def holder(self) -> ClientKey | None:
        """Whose session it is. None if it is nobody's, or has ended."""
        session = self.session
        return self.settings.backend.door.holder(session.id, self.now) if session.is_clients else None

    @cached_property
    def client(self) -> Client | None:
        """Who is signed in. None if nobody is, or they were erased meanwhile.

        A client who was merged into another entry is that other entry.
        """
        holder = self.holder
        found = None if holder is None else self._inquiry.clients.find(holder)
        if found is None or found.key == holder:
            return found
        is_over = self.settings.backend.door.was_signed_out(found.key, self.session.begun)
        return None if is_over else found

    def picture(self, file: str | None) -> Picture | None:
        """Return a picture of the catalogue, if it has one that is ready."""
        return self.settings.backend.pictures.ready(file)

    @property
    def here(self) -> str:
        """The path of this request, with its query."""
        path, query = (
            str(self.request.scope["path"]),
            self.request.scope["query_string"].decode("ascii", "replace"),
        )
        return f"{path}?{query}" if query else path

    def request_name(self) -> str:
        """Return the idempotency key of the form that was sent."""
        return request_name(self.signing, self.session, self.fields)

    def allows(self, limit: Limit, who: str | None = None, *, count: int = 1, name: str = "") -> bool:
        """Count an attempt, by this machine unless somebody is named. False if it is one too many.

        Args:
            count: How many attempts it counts as.
            name: Attempts with the same name count once, for example a form that is sent twice.
        """
        door = self.settings.backend.door
        return door.allows(limit, who or self.machine, self.now, count=count, name=name)

    def check_limit(self, limit: Limit, who: str | None = None, *, count: int = 1, name: str = "") -> None:
        """Count an attempt, like `allows`.

        Raises:
            TooOftenError: it is one too many.
        """
        if not self.allows(limit, who, count=count, name=name):
            raise TooOftenError(wait=limit.within)

    def end_if_over(self) -> None:
        """Drop the browser's session if it was ended on any server."""
        if self.session.is_clients and self.holder is None:
            self.session = new_session(self.now)

    def sign_out(self) -> None:
        """End the session on all servers, and begin a session without a client."""
        self.settings.backend.door.end(self.session.id, self.now)
        self.sign_in(None)

    def sign_in(self, client: ClientKey | None) -> None:
        """Begin a new session, with or without a client."""
        self.session = new_session(self.now, is_clients=client is not None)
        self.holder = client
        self.__dict__.pop("client", None)  # Who was signed in before, as far as that was asked.
        if client is not None:
            self.settings.backend.door.begin(self.session.id, client, self.now, self.session.until)
            if self.settings.mail is not None:
                self.afterwards.add_task(self.settings.backend.has_answered, client, self.now)
        self.shows_session = True

    def page(
        self,
        template: str,
        *,
        status: int = 200,
        leads_to: Iterable[str] = (),
        keep: str = PRIVATE,
        **facts: Any,
    ) -> Response:
        """Answer with a page.

        Args:
            leads_to: Origins to which its form may redirect.
            keep: Who may cache it: nobody, or for FORM the browser, so that its Back button works.
        """
        text = self.written(template, **facts)
        headers = {
            "content-security-policy": page_policy(leads_to),
            "cache-control": keep,
            "content-language": self.names.formats.lang,
        }
        if len(self.settings.languages()) > 1:
            headers["vary"] = "Accept-Language, Cookie"
        if keep == PUBLIC:
            headers["etag"] = f'W/"{sha256(text.encode()).hexdigest()[:16]}"'
        elif keep == PRIVATE:
            headers["x-robots-tag"] = "noindex"
        return Page(text, status, headers, self)

    def written(self, template: str, **facts: Any) -> str:
        """Return a page as text."""
        form = _FORM_FACTS
        return (
            self.settings.templates(self.language)
            .get_template(template)
            .render(
                exchange=self,
                names=self.names,
                formats=self.names.formats,
                language_links=language_links(self.request, self.settings.languages()),
                to=self.settings.addresses,
                form=form,
                **facts,
            )
        )

    def own(self, text: str) -> str:
        """Fill in what belongs to this browser: the proof of its forms, and the name of a request."""
        if CSRF_PLACE not in text:
            return text
        self.shows_session = True
        text = text.replace(CSRF_PLACE, csrf_for(self.signing, self.session))
        if REQUEST_PLACE in text:
            text = text.replace(REQUEST_PLACE, new_request_name(self.signing, self.session))
        return text

    def go(self, path: str) -> Response:
        """Redirect the browser, with a GET."""
        return RedirectResponse(path, 303, {"cache-control": PRIVATE})


class Page(HTMLResponse):
    """A page, and its text before what belongs to one browser was filled in."""

    def __init__(self, text: str, status: int, headers: Mapping[str, str], exchange: Exchange) -> None:
        super().__init__(exchange.own(text), status, dict(headers))
        self.text = text
        self.facts = headers


class _FormFacts:
    """Placeholders for what every form on a page carries."""

    csrf_field = CSRF_FIELD
    csrf = CSRF_PLACE
    request = REQUEST_PLACE


_FORM_FACTS = _FormFacts()

Handler = Callable[[Exchange], Response]
"""Answers a request. May raise any of our errors."""
