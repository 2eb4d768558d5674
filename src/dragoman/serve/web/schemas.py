"""How the interface for programs describes itself: records as OpenAPI wants them, one truth with what is answered."""

from __future__ import annotations

import types
from functools import cache
from inspect import cleandoc
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, create_model

from dragoman.serve.answers import Problem

PROBLEM_TYPE = "application/problem+json"
PROBLEMS = {
    400: ("A filter or cursor has a value that it cannot have.", "since: not a date; write it as 2021-03-05"),
    401: ("The desk asks for a token.", "This desk asks for a token."),
    403: ("The token allows less than this needs.", "This needs a token of the role reviewer."),
    404: ("There is nothing with this key.", "No incident has this key, and none has a claim with it."),
    409: ("This desk keeps no decisions.", "This desk was opened without its database of decisions."),
    413: ("The body is too large.", "At most 256000 bytes can be sent."),
    422: ("A field is missing or not of its form.", "limit: Input should be less than or equal to 200"),
    429: ("Too many requests in a short time.", "Too many requests in a short time: wait a moment."),
    503: ("The store cannot be read or written just now.", "The store cannot be read just now."),
}
"""What each refusal means, with one sentence of it."""
_TITLES = {
    400: "This address cannot be read", 401: "A token is needed", 403: "Not allowed", 404: "Not found", 409: "Not possible",
    413: "Too large", 422: "Not readable", 429: "Too many requests", 503: "The store cannot be read",
}  # fmt: skip


@cache
def model_of(struct: type[Struct]) -> type[BaseModel]:
    """The record as a model that OpenAPI can describe: an answer has its fields and no other ones.

    Fields that may be null are not called required, though they are always there: FastAPI takes nulls out of examples.
    """
    fields: dict[str, Any] = {
        one.encode_name: (_type(one.type), None if type(None) in get_args(one.type) else ...) for one in msgspec.structs.fields(struct)
    }
    made: type[BaseModel] = create_model(struct.__name__, __config__=ConfigDict(extra="forbid"), **fields)
    made.__doc__ = cleandoc(struct.__doc__ or "")
    return made


def _type(hint: Any) -> Any:
    """A type with the records in it as models."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return model_of(hint)
    origin, inner = get_origin(hint), tuple(_type(one) for one in get_args(hint))
    if origin in {Union, types.UnionType}:
        return Union[inner]  # noqa: UP007 - of types that are only known here
    if origin is tuple:
        return list[inner[0]] if inner[1:] == (Ellipsis,) else tuple[inner]  # type: ignore[valid-type]
    if origin is dict:
        return dict[inner]  # type: ignore[valid-type, misc]
    return hint


def answers(struct: type[Struct], example: Struct, *refusals: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation: its answer with an example, the unchanged one, and its refusals.

    Args:
        struct: the record that is answered.
        example: one of it.
        refusals: statuses besides those that every operation may have.
        status: of the answer.
    """
    shown = msgspec.to_builtins(example)
    about = cleandoc(struct.__doc__ or "").partition("\n")[0]
    found: dict[int | str, dict[str, Any]] = {
        status: {"model": model_of(struct), "description": about, "content": {"application/json": {"example": shown}}}
    }
    if status == 200:
        found[304] = {"description": "Nothing has changed since the answer with this ETag."}
    return found | {one: _problem(one) for one in sorted({400, 401, 403, 422, 429, 503, *refusals})}


def _problem(status: int) -> dict[str, Any]:
    about, detail = PROBLEMS[status]
    example = {"error": {"status": status, "title": _TITLES[status], "detail": detail}}
    components, schema = msgspec.json.schema_components([Problem], ref_template="{name}")[::-1]
    fault, problem = dict(components["Fault"]), dict(components["Problem"])
    problem["properties"] = {"error": fault}
    return {"description": about, "content": {PROBLEM_TYPE: {"schema": problem if schema else {}, "example": example}}}
