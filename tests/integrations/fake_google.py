"""A Google on loopback that takes only what Google's own descriptions of its APIs allow. All its data is made up.

What a method takes and answers is read from the discovery documents that the client library brings along, not from
our own code: a name or a value that a document lacks is refused with 400, and an answer of ours that does not fit the
document fails the test. Each service's answers come from handlers (`FakeGoogle.on`); faults are put before a request
with `FakeGoogle.fail`.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote

import googleapiclient.discovery_cache
from google.oauth2.credentials import Credentials

from tests.servers import Answer, Asked, Raw, Reply, Site

DOCUMENTS = ("searchconsole.v1", "analyticsdata.v1beta", "analyticsadmin.v1beta", "pagespeedonline.v5",
             "chromeuxreport.v1")  # fmt: skip
READ_ONLY = ("https://www.googleapis.com/auth/webmasters.readonly",
             "https://www.googleapis.com/auth/analytics.readonly")  # fmt: skip
KEY = "AIzaFakeKey-of-the-loopback-Google-000000"
HOTEL = Reply("<!doctype html><title>Sign in</title><h1>Welcome to the hotel</h1>", 200, (), "text/html")
HUNG_UP = Raw(b"", reset=True)
ODD_REFUSAL = Reply('{"error": "blocked"}', 403, (), "application/json")


def as_json(body: object, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON; header names are given with underscores."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(json.dumps(body), status, named, "application/json; charset=UTF-8")


def refusal(status: int, reason: str, message: str = "refused", **headers: str) -> Reply:
    """An error in the shape that Google's APIs have."""
    one = {"domain": "global", "reason": reason, "message": message}
    return as_json({"error": {"code": status, "message": message, "errors": [one]}}, status, **headers)


def no_permission(site: str) -> Reply:
    said = f"User does not have sufficient permission for site '{site}'. See also: "
    return refusal(403, "forbidden", said + "https://support.google.com/webmasters/answer/2451999.")


NOT_ENABLED = refusal(
    403, "accessNotConfigured", "Google Search Console API has not been used in project 123456789012 before or it is "
    "disabled. Enable it by visiting https://console.developers.google.com/apis/api/searchconsole.googleapis.com/"
    "overview?project=123456789012 then retry.",
)  # fmt: skip
QUOTA = refusal(403, "quotaExceeded", "Search Analytics load quota exceeded.")
QUOTA_429 = as_json(
    {"error": {"code": 429, "message": "Quota exceeded for quota metric 'Inspection queries' and limit 'per day'.",
               "errors": [{"domain": "usageLimits", "reason": "rateLimitExceeded"}],
               "status": "RESOURCE_EXHAUSTED"}}, 429,
)  # fmt: skip
INVALID_GRANT = as_json({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400)
CLOCK = as_json(
    {"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and "
     "in a reasonable timeframe. Check your iat and exp values in the JWT claim."}, 400,
)  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One request that the documents allow."""

    method: str  # e.g. "webmasters.searchanalytics.query"
    params: Mapping[str, Any]  # of path and query; repeated ones are lists
    body: dict[str, Any]


Handler = Callable[[Call], "dict[str, Any] | Answer"]


@dataclass
class FakeGoogle:
    """The server. Use it as a context manager; `endpoint` goes to GoogleClient."""

    token_seconds: int = 3600
    consented: tuple[str, ...] = READ_ONLY  # what the person ticks
    calls: list[Call] = field(default_factory=list)  # requests that reached a handler
    token_requests: list[dict[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # what the documents do not allow
    _handlers: dict[str, Handler] = field(default_factory=dict)
    _faults: dict[str, list[Answer | None]] = field(default_factory=dict)
    _tokens: dict[str, tuple[frozenset[str], float]] = field(default_factory=dict)
    _grants: dict[str, frozenset[str]] = field(default_factory=dict)  # refresh token -> scopes

    def __enter__(self) -> Self:
        self.site = Site({"*": self._answer}).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.site.close()
        assert not self.complaints, f"not in Google's documents: {self.complaints}"

    @property
    def endpoint(self) -> str:
        return self.site.url("/")

    @property
    def token_uri(self) -> str:
        return self.site.url("/token")

    # --- what a test sets up

    def on(self, method: str, handler: Handler) -> None:
        """Answer a method (its id in the discovery document) with a handler."""
        assert method in {one["id"] for _, one, _ in _methods()}, f"no document knows {method}"
        self._handlers[method] = handler

    def fail(self, method: str, *answers: Answer | None) -> None:
        """Answer the next requests of a method (or "token") with these, one each; None: as usual."""
        self._faults.setdefault(method, []).extend(answers)

    def end_tokens(self) -> None:
        """No access token that was handed out is good any more."""
        self._tokens.clear()

    def withdraw(self) -> None:
        """The person takes back all consents."""
        self._tokens.clear()
        self._grants.clear()

    def called(self, method: str) -> list[Call]:
        """The requests of one method in order."""
        return [one for one in self.calls if one.method == method]

    def credentials(self, scopes: Iterable[str] = READ_ONLY) -> Credentials:
        """A person's consent, not yet refreshed."""
        refresh = f"refresh-{len(self._grants)}"
        self._grants[refresh] = frozenset(scopes)
        return Credentials(
            token=None, refresh_token=refresh, token_uri=self.token_uri, client_id="c", client_secret="s"
        )

    def service_account_file(self, folder: Path) -> Path:
        """The key file of a robot that this Google knows."""
        file = folder / "robot.json"
        key = {
            "type": "service_account", "project_id": "made-up", "private_key_id": "k1", "private_key": _private_key(),
            "client_email": "marsad@made-up.iam.gserviceaccount.com", "client_id": "1", "token_uri": self.token_uri,
        }  # fmt: skip
        file.write_text(json.dumps(key))
        return file

    def client_file(self, folder: Path) -> Path:
        """The file of an OAuth client of type "Desktop app"."""
        file = folder / "client.json"
        client = {
            "client_id": "made-up.apps.googleusercontent.com", "client_secret": "made-up-secret",
            "auth_uri": self.site.url("/auth"), "token_uri": self.token_uri, "redirect_uris": ["http://localhost"],
        }  # fmt: skip
        file.write_text(json.dumps({"installed": client}))
        return file

    # --- what it does

    def _answer(self, asked: Asked) -> Answer:
        if asked.name == "/token":
            return self._next_fault("token") or self._token(asked)
        found = _find(asked)
        if found is None:
            return self._complain(f"no method for {asked.method} {asked.name}", 404)
        document, method, params = found
        if (fault := self._next_fault(method["id"])) is not None:
            return fault
        if (refused := self._refuse_access(asked, method)) is not None:
            return refused
        call, faults = _read(document, method, params, asked)
        if faults:
            return self._complain(f"{method['id']}: {'; '.join(faults)}", 400)
        self.calls.append(call)
        handler = self._handlers.get(method["id"])
        if handler is None:
            return self._complain(f"the test has no answer for {method['id']}", 501)
        answer = handler(call)
        if not isinstance(answer, dict):
            return answer
        schema = document["schemas"][method["response"]["$ref"]]
        if wrong := list(faults_in(answer, schema, document["schemas"], "answer")):
            return self._complain(f"{method['id']}: {'; '.join(wrong)}", 500)
        return as_json(answer)

    def _next_fault(self, name: str) -> Answer | None:
        try:
            return self._faults[name].pop(0)
        except (KeyError, IndexError):  # asked in one step, because several threads may ask
            return None

    def _complain(self, what: str, status: int) -> Reply:
        self.complaints.append(what)
        return refusal(status, "badRequest", f"Invalid JSON payload received. {what}")

    def _refuse_access(self, asked: Asked, method: Mapping[str, Any]) -> Reply | None:
        query = parse_qs(asked.path.partition("?")[2])
        if query.get("key", [""])[0]:
            if query["key"][0] == KEY and "webmasters" not in method["id"] and "analytics" not in method["id"]:
                return None
            return refusal(400, "badRequest", "API key not valid. Please pass a valid API key.")
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        scopes, until = self._tokens.get(token, (frozenset(), 0.0))
        if time.monotonic() >= until:
            return refusal(401, "authError", "Invalid Credentials", www_authenticate='Bearer realm="x"')
        wanted = method.get("scopes") or ()
        if wanted and not scopes & set(wanted):
            return refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        return None

    def _token(self, asked: Asked) -> Reply:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        self.token_requests.append(form)
        answer: dict[str, Any] = {}
        if form.get("grant_type") == "refresh_token":
            if form["refresh_token"] not in self._grants:
                return INVALID_GRANT
            scopes = self._grants[form["refresh_token"]]
        elif form.get("grant_type") == "authorization_code":
            scopes = frozenset(self.consented)
            answer["refresh_token"] = f"refresh-{len(self._grants)}"
            self._grants[answer["refresh_token"]] = scopes
        else:
            claims = form["assertion"].split(".")[1]
            scopes = frozenset(json.loads(base64.urlsafe_b64decode(claims + "=="))["scope"].split())
        token = f"ya29.made-up-{len(self.token_requests)}"
        self._tokens[token] = (scopes, time.monotonic() + self.token_seconds)
        given = {"access_token": token, "expires_in": self.token_seconds, "token_type": "Bearer"}
        return as_json({**given, "scope": " ".join(sorted(scopes)), **answer})


# --- the discovery documents


@cache
def document_of(name: str) -> dict[str, Any]:
    """A discovery document as the client library brings it along, e.g. "searchconsole.v1"."""
    file = Path(googleapiclient.discovery_cache.__file__).parent / "documents" / f"{name}.json"
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


@cache
def _methods() -> list[tuple[dict[str, Any], dict[str, Any], re.Pattern[str]]]:
    found = []
    for name in DOCUMENTS:
        document = document_of(name)
        for method in _methods_below(document):
            path = "/" + document["servicePath"] + method["path"]
            parts = re.split(r"(\{\+?\w+\})", path)
            pattern = "".join(_part(part) for part in parts)
            found.append((document, method, re.compile(pattern + r"\Z")))
    return found


def _methods_below(resource: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from _methods_below(below)


def _part(part: str) -> str:
    named = re.fullmatch(r"\{(\+?)(\w+)\}", part)
    return f"(?P<{named[2]}>{'.+' if named[1] else '[^/]+'})" if named else re.escape(part)


def _find(asked: Asked) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]] | None:
    for document, method, pattern in _methods():
        if method["httpMethod"] == asked.method and (match := pattern.match(asked.name)):
            return document, method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def _read(
    document: dict[str, Any], method: dict[str, Any], params: dict[str, str], asked: Asked
) -> tuple[Call, list[str]]:
    """The request, and what the document says against it."""
    faults: list[str] = []
    values: dict[str, Any] = dict(params)
    known = {**document["parameters"], **method.get("parameters", {})}
    for name, given in parse_qs(asked.path.partition("?")[2], keep_blank_values=True).items():
        rule = known.get(name)
        if rule is None:
            faults.append(f'unknown name "{name}" in the query')
            continue
        faults += [fault for one in given for fault in _wrong_enum(one, rule, name)]
        values[name] = given if rule.get("repeated") else given[0]
    body: dict[str, Any] = {}
    if asked.body:
        try:
            body = json.loads(asked.body)
        except ValueError:
            faults.append("the body is no JSON")
    if "request" in method:
        faults += faults_in(body, document["schemas"][method["request"]["$ref"]], document["schemas"], "body")
    elif body:
        faults.append("a body where there is none")
    return Call(method["id"], values, body), faults


def faults_in(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any], where: str) -> Iterable[str]:
    """What a schema of a discovery document says against a value: unknown names, wrong types, unknown enum values."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "object":
        if not isinstance(value, dict):
            yield f"{where} is no object"
            return
        known = schema.get("properties", {})
        for name, one in value.items():
            inner = known.get(name, schema.get("additionalProperties"))
            if inner is None:
                yield f'unknown name "{name}" at {where}'
            else:
                yield from faults_in(one, inner, schemas, f"{where}.{name}")
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for number, one in enumerate(value):
            yield from faults_in(one, schema["items"], schemas, f"{where}[{number}]")
    else:
        yield from _wrong_scalar(value, kind, schema, where)


def _wrong_scalar(value: Any, kind: str, schema: Mapping[str, Any], where: str) -> Iterable[str]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and is_number,
        "number": is_number or value in ("NaN", "Infinity", "-Infinity"),  # as JSON of protocol buffers writes them
    }
    if not fits.get(kind, True):
        yield f"{where} is no {kind}: {value!r}"
    elif kind == "string":
        yield from _wrong_enum(value, schema, where)


def _wrong_enum(value: str, schema: Mapping[str, Any], where: str) -> Iterable[str]:
    """Google takes the words of a list as the document writes them, and in camel case."""
    allowed = schema.get("enum")
    if allowed is None:
        return
    camel = {re.sub(r"_(\w)", lambda match: match[1].upper(), one.lower()) for one in allowed}
    if value not in allowed and value not in camel:
        yield f'invalid value "{value}" at {where}'


@cache
def _private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
