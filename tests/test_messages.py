"""The wording of messages is as its snapshot has it, and keeps to some rules."""

from __future__ import annotations

from tests.support import messages


def test_the_messages_are_those_of_the_snapshot() -> None:
    expected = messages.FILE.read_text("utf-8")
    assert messages.snapshot() == expected, "run `python -m tests.support.messages`, and read it"


def test_errors_can_be_continued_and_so_end_without_a_point() -> None:
    errors = [
        message
        for own in messages.by_module().values()
        for message in own
        if message.partition(":")[0].endswith("Error")
    ]
    assert len(errors) > 200
    assert [message for message in errors if message.endswith(".") or "  " in message] == []
