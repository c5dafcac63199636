"""The pages that are shipped are found by what they say people type."""

from bot.playbook.opening import open_playbook
from bot.resources import folder


def test_what_is_noted_for_a_section_is_answered_from_it() -> None:
    playbook = open_playbook(folder("knowledge"))
    noted = [
        (page.path, anchor, question)
        for page in playbook.pages
        for anchor, questions in page.answers
        for question in questions
    ]

    found = [(question, playbook.ask(question).passages[0]) for _, _, question in noted]

    assert len(noted) > 500
    elsewhere = [
        question
        for (path, anchor, _), (question, first) in zip(noted, found, strict=True)
        if (first.page.path, first.section.anchor) != (path, anchor)
    ]
    # Another page says more about who owns a model, and that is as good an answer.
    assert elsewhere == ["who owns this model"]
