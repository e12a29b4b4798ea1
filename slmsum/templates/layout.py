"""Lay minutes out as a template says where its own sections cannot be filled."""

from __future__ import annotations

from dataclasses import replace

from slmsum.minutes import Minutes, Section
from slmsum.templates.template import Template

_ENGLISH_ONLY = "The template's own sections are left out: they can be filled in English only."


def without_own(minutes: Minutes, template: Template) -> Minutes:
    """The minutes laid out as the template says, without its own sections."""
    own = any(plan.fill is not None for plan in template.sections)
    return replace(
        minutes,
        template=template.name,
        sections=tuple(
            Section(plan.heading, plan.part) for plan in template.sections if plan.fill is None
        ),
        notes=(*minutes.notes, *((_ENGLISH_ONLY,) if own else ())),
    )
