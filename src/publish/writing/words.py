"""The few words an edition says by itself, in the language of the publication.

In: a BCP 47 tag. Out: the word, in English where the language is not in the table. Words of cross-references
(Figure, Table) are the transforms'.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Term: TypeAlias = Literal["contents", "notes", "abstract", "cover", "title-page", "start"]

_TERMS: tuple[Term, ...] = ("contents", "notes", "abstract", "cover", "title-page", "start")
_WORDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": ("Contents", "Notes", "Abstract", "Cover", "Title page", "Start of text"),
    "ar": ("المحتويات", "الهوامش", "الملخص", "الغلاف", "صفحة العنوان", "بداية النص"),
    "az": ("Mündəricat", "Qeydlər", "Xülasə", "Üz qabığı", "Titul səhifəsi", "Mətnin əvvəli"),
    "bg": ("Съдържание", "Бележки", "Резюме", "Корица", "Заглавна страница", "Начало на текста"),
    "ca": ("Índex", "Notes", "Resum", "Coberta", "Portada", "Inici del text"),
    "cs": ("Obsah", "Poznámky", "Abstrakt", "Obálka", "Titulní strana", "Začátek textu"),
    "da": ("Indhold", "Noter", "Resumé", "Omslag", "Titelside", "Tekstens begyndelse"),
    "de": ("Inhalt", "Anmerkungen", "Zusammenfassung", "Umschlag", "Titelseite", "Textbeginn"),
    "el": ("Περιεχόμενα", "Σημειώσεις", "Περίληψη", "Εξώφυλλο", "Σελίδα τίτλου", "Αρχή κειμένου"),
    "es": ("Índice", "Notas", "Resumen", "Cubierta", "Portada", "Comienzo del texto"),
    "et": ("Sisukord", "Märkused", "Kokkuvõte", "Kaas", "Tiitelleht", "Teksti algus"),
    "fa": ("فهرست", "یادداشت‌ها", "چکیده", "جلد", "صفحهٔ عنوان", "آغاز متن"),
    "fi": ("Sisällys", "Viitteet", "Tiivistelmä", "Kansi", "Nimiösivu", "Tekstin alku"),
    "fr": ("Table des matières", "Notes", "Résumé", "Couverture", "Page de titre", "Début du texte"),
    "he": ("תוכן העניינים", "הערות", "תקציר", "כריכה", "עמוד השער", "תחילת הטקסט"),
    "hr": ("Sadržaj", "Bilješke", "Sažetak", "Naslovnica", "Naslovna stranica", "Početak teksta"),
    "hu": ("Tartalom", "Jegyzetek", "Kivonat", "Borító", "Címlap", "A szöveg kezdete"),
    "hy": ("Բովանդակություն", "Ծանոթագրություններ", "Ամփոփում", "Կազմ", "Տիտղոսաթերթ", "Տեքստի սկիզբ"),
    "it": ("Indice", "Note", "Sommario", "Copertina", "Frontespizio", "Inizio del testo"),
    "ja": ("目次", "注", "要旨", "表紙", "扉", "本文"),
    "ka": ("სარჩევი", "შენიშვნები", "რეზიუმე", "ყდა", "სატიტულო გვერდი", "ტექსტის დასაწყისი"),
    "ko": ("차례", "주", "초록", "표지", "속표지", "본문 시작"),
    "lt": ("Turinys", "Pastabos", "Santrauka", "Viršelis", "Antraštinis puslapis", "Teksto pradžia"),
    "lv": ("Saturs", "Piezīmes", "Anotācija", "Vāks", "Titullapa", "Teksta sākums"),
    "nb": ("Innhold", "Noter", "Sammendrag", "Omslag", "Tittelside", "Tekstens begynnelse"),
    "nl": ("Inhoud", "Noten", "Samenvatting", "Omslag", "Titelpagina", "Begin van de tekst"),
    "pl": ("Spis treści", "Przypisy", "Streszczenie", "Okładka", "Strona tytułowa", "Początek tekstu"),
    "pt": ("Sumário", "Notas", "Resumo", "Capa", "Folha de rosto", "Início do texto"),
    "ro": ("Cuprins", "Note", "Rezumat", "Copertă", "Pagina de titlu", "Începutul textului"),
    "ru": ("Содержание", "Примечания", "Аннотация", "Обложка", "Титульный лист", "Начало текста"),
    "sk": ("Obsah", "Poznámky", "Abstrakt", "Obálka", "Titulná strana", "Začiatok textu"),
    "sl": ("Kazalo", "Opombe", "Povzetek", "Platnica", "Naslovna stran", "Začetek besedila"),
    "sr": ("Садржај", "Напомене", "Сажетак", "Корице", "Насловна страна", "Почетак текста"),
    "sv": ("Innehåll", "Noter", "Sammanfattning", "Omslag", "Titelsida", "Textens början"),
    "tr": ("İçindekiler", "Notlar", "Özet", "Kapak", "Başlık sayfası", "Metnin başlangıcı"),
    "uk": ("Зміст", "Примітки", "Анотація", "Обкладинка", "Титульна сторінка", "Початок тексту"),
    "vi": ("Mục lục", "Ghi chú", "Tóm tắt", "Bìa", "Trang tiêu đề", "Đầu văn bản"),
    "zh": ("目录", "注释", "摘要", "封面", "扉页", "正文"),
}
_SAME = {"no": "nb", "nn": "nb"}


def word(term: Term, lang: str) -> str:
    """Return a word in a language.

    >>> word("contents", "de-AT"), word("notes", "xx")
    ('Inhalt', 'Notes')
    """
    primary = lang.replace("_", "-").split("-")[0].lower()
    return _WORDS.get(_SAME.get(primary, primary), _WORDS["en"])[_TERMS.index(term)]
