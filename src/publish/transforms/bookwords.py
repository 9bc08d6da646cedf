"""What a book's own pieces are called in each language: the headings of what is made, parts and appendices.

Data. A language that is not listed has the English words. The last two columns are patterns for the number; how
parts are numbered and appendices lettered depends on the language's letters.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.pieces import Role

HEADED: tuple[Role, ...] = (
    "contents",
    "figures",
    "tables",
    "foreword",
    "preface",
    "acknowledgments",
    "introduction",
    "prologue",
    "epilogue",
    "afterword",
    "glossary",
    "notes",
    "bibliography",
    "index",
    "part",
    "appendix",
)
"""The pieces that have a word, in the order of the table."""

# The words of a language belong on one line, to be read and corrected together.
_TABLE = """
en Contents | Figures | Tables | Foreword | Preface | Acknowledgments | Introduction | Prologue | Epilogue | Afterword | Glossary | Notes | Bibliography | Index | Part # | Appendix #
ar المحتويات | الأشكال | الجداول | تصدير | مقدمة | شكر وتقدير | مدخل | تمهيد | خاتمة | كلمة أخيرة | مسرد المصطلحات | الهوامش | المراجع | الفهرس | الباب # | الملحق #
az Mündəricat | Şəkillər | Cədvəllər | Ön söz | Müəllifdən | Təşəkkürlər | Giriş | Proloq | Epiloq | Son söz | Lüğət | Qeydlər | Ədəbiyyat | Göstərici | # hissə | Əlavə #
ca Índex | Figures | Taules | Pròleg | Prefaci | Agraïments | Introducció | Preludi | Epíleg | Postfaci | Glossari | Notes | Bibliografia | Índex alfabètic | Part # | Apèndix #
cs Obsah | Seznam obrázků | Seznam tabulek | Slovo úvodem | Předmluva | Poděkování | Úvod | Prolog | Epilog | Doslov | Slovníček pojmů | Poznámky | Literatura | Rejstřík | Část # | Příloha #
da Indhold | Figurer | Tabeller | Forord | Forfatterens forord | Tak | Indledning | Prolog | Epilog | Efterord | Ordliste | Noter | Litteratur | Register | Del # | Bilag #
de Inhalt | Abbildungen | Tabellen | Geleitwort | Vorwort | Dank | Einleitung | Prolog | Epilog | Nachwort | Glossar | Anmerkungen | Literatur | Register | Teil # | Anhang #
el Περιεχόμενα | Σχήματα | Πίνακες | Πρόλογος τρίτου | Πρόλογος | Ευχαριστίες | Εισαγωγή | Προοίμιο | Επίλογος | Επίμετρο | Γλωσσάρι | Σημειώσεις | Βιβλιογραφία | Ευρετήριο | Μέρος # | Παράρτημα #
es Índice | Figuras | Tablas | Prólogo | Prefacio | Agradecimientos | Introducción | Preludio | Epílogo | Posfacio | Glosario | Notas | Bibliografía | Índice alfabético | Parte # | Apéndice #
fa فهرست | فهرست شکل‌ها | فهرست جدول‌ها | سخن آغازین | پیش‌گفتار | سپاسگزاری | مقدمه | درآمد | سخن پایانی | پس‌گفتار | واژه‌نامه | یادداشت‌ها | کتاب‌نامه | نمایه | بخش # | پیوست #
fi Sisällys | Kuvat | Taulukot | Saatesanat | Esipuhe | Kiitokset | Johdanto | Prologi | Epilogi | Jälkisanat | Sanasto | Viitteet | Kirjallisuus | Hakemisto | Osa # | Liite #
fr Table des matières | Figures | Tableaux | Préface | Avant-propos | Remerciements | Introduction | Prologue | Épilogue | Postface | Glossaire | Notes | Bibliographie | Index | Partie # | Annexe #
he תוכן העניינים | רשימת האיורים | רשימת הטבלאות | דברי פתיחה | הקדמה | תודות | מבוא | פרולוג | אפילוג | אחרית דבר | מילון מונחים | הערות | ביבליוגרפיה | מפתח | חלק # | נספח #
hu Tartalom | Ábrák | Táblázatok | Ajánlás | Előszó | Köszönetnyilvánítás | Bevezetés | Prológus | Epilógus | Utószó | Szójegyzék | Jegyzetek | Irodalom | Tárgymutató | #. rész | #. függelék
it Indice | Figure | Tabelle | Presentazione | Prefazione | Ringraziamenti | Introduzione | Prologo | Epilogo | Postfazione | Glossario | Note | Bibliografia | Indice analitico | Parte # | Appendice #
ja 目次 | 図一覧 | 表一覧 | 序文 | まえがき | 謝辞 | はじめに | プロローグ | エピローグ | あとがき | 用語集 | 注 | 参考文献 | 索引 | 第#部 | 付録#
ko 차례 | 그림 차례 | 표 차례 | 추천사 | 머리말 | 감사의 글 | 들어가며 | 프롤로그 | 에필로그 | 후기 | 용어집 | 주 | 참고 문헌 | 찾아보기 | 제#부 | 부록 #
nb Innhold | Figurer | Tabeller | Forord | Forfatterens forord | Takk | Innledning | Prolog | Epilog | Etterord | Ordliste | Noter | Litteratur | Register | Del # | Tillegg #
nl Inhoud | Figuren | Tabellen | Ten geleide | Voorwoord | Dankwoord | Inleiding | Proloog | Epiloog | Nawoord | Begrippenlijst | Noten | Literatuur | Register | Deel # | Bijlage #
pl Spis treści | Spis rysunków | Spis tabel | Słowo wstępne | Przedmowa | Podziękowania | Wstęp | Prolog | Epilog | Posłowie | Słowniczek | Przypisy | Bibliografia | Indeks | Część # | Dodatek #
pt Sumário | Figuras | Tabelas | Apresentação | Prefácio | Agradecimentos | Introdução | Prólogo | Epílogo | Posfácio | Glossário | Notas | Bibliografia | Índice remissivo | Parte # | Apêndice #
ro Cuprins | Lista figurilor | Lista tabelelor | Cuvânt înainte | Prefață | Mulțumiri | Introducere | Prolog | Epilog | Postfață | Glosar | Note | Bibliografie | Index | Partea # | Anexa #
ru Содержание | Список иллюстраций | Список таблиц | Вступительное слово | Предисловие | Благодарности | Введение | Пролог | Эпилог | Послесловие | Словарь терминов | Примечания | Литература | Указатель | Часть # | Приложение #
sv Innehåll | Figurer | Tabeller | Till läsaren | Förord | Tack | Inledning | Prolog | Epilog | Efterord | Ordlista | Noter | Litteratur | Register | Del # | Bilaga #
tr İçindekiler | Şekiller | Tablolar | Sunuş | Önsöz | Teşekkür | Giriş | Ön deyiş | Son deyiş | Sonsöz | Sözlükçe | Notlar | Kaynakça | Dizin | #. Kısım | Ek #
uk Зміст | Список ілюстрацій | Список таблиць | Вступне слово | Передмова | Подяки | Вступ | Пролог | Епілог | Післямова | Словник термінів | Примітки | Література | Покажчик | Частина # | Додаток #
zh 目录 | 插图目录 | 表格目录 | 序 | 前言 | 致谢 | 引言 | 序幕 | 尾声 | 后记 | 术语表 | 注释 | 参考文献 | 索引 | 第#部分 | 附录#
"""  # noqa: E501

_PAGES: tuple[Role, ...] = ("half-title", "copyright", "dedication", "epigraph", "colophon")
"""Pages without a heading: what they are called where readers choose among them, in the order of the table."""

_PAGE_TABLE = """
en Half title | Copyright | Dedication | Epigraph | Colophon
ar عنوان مختصر | حقوق النشر | إهداء | استهلال | بيانات الطباعة
az Yarımtitul | Müəllif hüquqları | İthaf | Epiqraf | Kolofon
ca Portadella | Crèdits | Dedicatòria | Epígraf | Colofó
cs Patitul | Copyright | Věnování | Motto | Tiráž
da Smudstitel | Kolofon | Dedikation | Motto | Kolofon
de Schmutztitel | Impressum | Widmung | Motto | Kolophon
el Ψευδότιτλος | Πνευματικά δικαιώματα | Αφιέρωση | Μότο | Κολοφώνας
es Portadilla | Créditos | Dedicatoria | Epígrafe | Colofón
fa عنوان کوتاه | شناسنامه | پیشکش | سرلوحه | انجامه
fi Nimiösivu | Julkaisutiedot | Omistus | Motto | Kolofoni
fr Faux-titre | Mentions légales | Dédicace | Épigraphe | Colophon
he שער חלקי | זכויות יוצרים | הקדשה | מוטו | קולופון
hu Szennycím | Impresszum | Ajánlás | Mottó | Kolofon
it Occhiello | Copyright | Dedica | Epigrafe | Colophon
ja 前扉 | 奥付 | 献辞 | 題辞 | 奥付
ko 반표제 | 판권 | 헌사 | 제사 | 간기
nb Smusstittel | Kolofon | Dedikasjon | Motto | Kolofon
nl Franse titel | Colofon | Opdracht | Motto | Colofon
pl Przedtytuł | Strona redakcyjna | Dedykacja | Motto | Kolofon
pt Falso rosto | Créditos | Dedicatória | Epígrafe | Cólofon
ro Pagină de gardă | Drepturi de autor | Dedicație | Motto | Colofon
ru Шмуцтитул | Выходные данные | Посвящение | Эпиграф | Колофон
sv Smutstitel | Tryckuppgifter | Dedikation | Motto | Kolofon
tr Yarım başlık | Künye | İthaf | Epigraf | Kolofon
uk Шмуцтитул | Вихідні дані | Присвята | Епіграф | Колофон
zh 简略扉页 | 版权页 | 献辞 | 题记 | 尾署
"""

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS: Mapping[str, str] = {
    "ar": "أبجدهوزحطيكلمنسعفصقرشت",
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
    "ru": "АБВГДЕЖИКЛМНПРСТУФХЦШЩЭЮЯ",
    "uk": "АБВГДЕЖИКЛМНПРСТУФХЦШЩЮЯ",
}
"""The letters of appendices where they are not Latin; Russian and Ukrainian leave out those that mislead."""

_PLAIN_NUMBERS = frozenset({"ar", "fa", "ja", "ko", "zh"})
"""Languages in which roman numerals for parts would be strange."""


def _read(lines: str, roles: tuple[Role, ...]) -> Mapping[str, Mapping[Role, str]]:
    table: dict[str, dict[Role, str]] = {}
    for line in lines.strip().splitlines():
        lang, _, words = line.partition(" ")
        table[lang] = dict(zip(roles, (word.strip() for word in words.split("|")), strict=True))
    return table


_WORDS = _read(_TABLE, HEADED)
_PAGE_WORDS = _read(_PAGE_TABLE, _PAGES)
_OTHER_TAGS = {"no": "nb", "nn": "nb"}


def _primary(lang: str) -> str:
    first = lang.replace("_", "-").split("-")[0].lower()
    return _OTHER_TAGS.get(first, first)


def piece_word(role: Role, lang: str) -> str:
    """Return what a piece is called in a language, "" for one without a word of its own.

    >>> piece_word("index", "de-AT"), piece_word("half-title", "de")
    ('Register', '')
    """
    return _WORDS.get(_primary(lang), _WORDS["en"]).get(role, "").replace("#", "").strip(" .")


def page_word(role: Role, lang: str) -> str:
    """Return what a page without a heading is called in lists of contents, "" for one that is in none.

    >>> page_word("copyright", "de"), page_word("chapter", "de")
    ('Impressum', '')
    """
    return _PAGE_WORDS.get(_primary(lang), _PAGE_WORDS["en"]).get(role, "")


def called(role: Role, number: str, lang: str) -> str:
    """Return how a part or an appendix is announced over its title; the number alone for anything else.

    >>> called("part", "II", "hu"), called("appendix", "A", "de"), called("chapter", "3", "de")
    ('II. rész', 'Anhang A', '3')
    """
    if role not in ("part", "appendix") or "." in number:
        return number
    return _WORDS.get(_primary(lang), _WORDS["en"])[role].replace("#", number)


def part_number(number: int, lang: str = "en") -> str:
    """Return a part's number, roman in languages with letters that know these numerals; Hebrew has letters.

    >>> part_number(4), part_number(4, "fa"), part_number(2, "he")
    ('IV', '4', 'ב')
    """
    primary = _primary(lang)
    if primary == "he":
        return appendix_letter(number, lang)
    return str(number) if primary in _PLAIN_NUMBERS else _roman(number)


def appendix_letter(number: int, lang: str = "en") -> str:
    """Return the letter of an appendix, counted from 1; after the last letter two are written.

    >>> appendix_letter(1), appendix_letter(26), appendix_letter(28), appendix_letter(3, "fa")
    ('A', 'Z', 'AB', 'پ')
    """
    letters = _LETTERS.get(_primary(lang), _LATIN)
    written = ""
    while number > 0:
        number, rest = divmod(number - 1, len(letters))
        written = letters[rest] + written
    return written


def _roman(number: int) -> str:
    steps = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    written = ""
    for value, letters in steps:
        written += letters * (number // value)
        number %= value
    return written
