"""What a function meets where its call is no longer what it was."""

from __future__ import annotations


class CallCancelled(Exception):
    """The caller has given the call up, so that no more of its arguments comes."""


class UploadError(Exception):
    """The source of an argument that comes in pieces has failed; the text is the caller's."""
