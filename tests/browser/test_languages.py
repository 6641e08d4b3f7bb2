"""What Streamlit says by itself, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "button", "limit", "hint"),
    [
        ("en", "Upload", "200MB per file", "Press Enter to apply"),
        ("fr", "Choisir", "200\u00a0Mo par fichier", "Appuyez sur Entrée pour appliquer"),
        ("es", "Elegir", "200\u00a0MB por archivo", "Pulse Intro para aplicar"),
    ],
)
def test_fields_speak_the_readers_language(
    look: Callable[..., Page], language: str, button: str, limit: str, hint: str
) -> None:
    page = look(f"/data?lang={language}")
    field = page.get_by_test_id("stFileUploader").first
    expect(field).to_contain_text(limit)
    expect(field.get_by_test_id("stBaseButton-secondary")).to_contain_text(button)
    page = look(f"/definitions?lang={language}")
    page.get_by_role("textbox").last.press_sequentially("reach")
    expect(page.get_by_test_id("InputInstructions")).to_have_text(hint)


@pytest.mark.parametrize(
    ("language", "sign", "names", "month", "skip"),
    [
        ("fr", "jj/mm/aaaa", "Période, premier jour, mois", "08 – août", "Aller au contenu principal"),
        ("es", "dd/mm/aaaa", "Período, primer día, mes", "08 – agosto", "Ir al contenido principal"),
    ],
)
def test_dates_speak_the_readers_language(
    look: Callable[..., Page], language: str, sign: str, names: str, month: str, skip: str
) -> None:
    page = look(f"/?lang={language}&from=2014-08-01")
    expect(page.locator(".st-key-as_of").get_by_test_id("stDateInputField")).to_have_text(sign)
    part = page.locator(".st-key-period").get_by_role("spinbutton", name=names)
    expect(part).to_have_attribute("aria-valuetext", month)
    expect(page.get_by_test_id("stSkipToContent")).to_have_text(skip)
    page.locator(".st-key-lang").get_by_role("radio", name="English").click()
    expect(page.get_by_role("spinbutton", name="month, Period start date")).to_have_attribute(
        "aria-valuetext", "08 – August"
    )


def test_tools_of_tables_are_named_in_the_readers_language(look: Callable[..., Page]) -> None:
    tools = look("/data?lang=fr").get_by_test_id("stElementToolbar").first
    expect(tools.get_by_role("button", name="Télécharger en CSV\u00a0: Fichiers importés")).to_have_count(1)
    expect(tools.get_by_role("button", name="Download")).to_have_count(0)


def test_fields_change_with_the_language(look: Callable[..., Page]) -> None:
    page = look("/data?lang=fr")
    field = page.get_by_test_id("stFileUploader").first
    expect(field).to_contain_text("Mo par fichier")
    page.get_by_role("radio", name="English").click()
    expect(field).to_contain_text("200 MB per file")
