"""First letters of index groups, and the scripts of languages.

Data. The letters under which a language's index is grouped, where they are not A to Z with the letters that
`tailorings.py` adds: Unicode CLDR 42, `exemplarCharacters` of type `index`. Under "" stand those of the great
scripts, for headings in another script than the publication's.
"""

from __future__ import annotations

ALPHABETS: dict[str, str] = {
    "": (
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z|"
        "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω|"
        "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ы Э Ю Я|"
        "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת|"
        "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي|"
        "Ա Բ Գ Դ Ե Զ Է Ը Թ Ժ Ի Լ Խ Ծ Կ Հ Ձ Ղ Ճ Մ Յ Ն Շ Ո Չ Պ Ջ Ռ Ս Վ Տ Ր Ց Ւ Փ Ք Օ Ֆ|"
        "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ|"
        "あ か さ た な は ま や ら わ|"
        "ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
    ),
    "az": "İ",
    "fa": "آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی",
    "sr": "А Б В Г Д Ђ Е Ж З И Ј К Л Љ М Н Њ О П Р С Т Ћ У Ф Х Ц Ч Џ Ш",
    "tr": "İ",
    "uk": "А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ю Я",
}

NATIVE: dict[str, str] = {
    "ar": "Arab",
    "bg": "Cyrl",
    "el": "Grek",
    "fa": "Arab",
    "he": "Hebr",
    "hy": "Armn",
    "ja": "Kana",
    "ka": "Geor",
    "ko": "Hang",
    "ru": "Cyrl",
    "sr": "Cyrl",
    "uk": "Cyrl",
}
"""Languages whose script goes before the Latin one in their indexes (CLDR, `[reorder …]`)."""

SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "Arab": ((0x620, 0x64A), (0x671, 0x6D3)),
    "Armn": ((0x531, 0x587),),
    "Cyrl": ((0x400, 0x52F),),
    "Geor": ((0x10D0, 0x10F0),),
    "Grek": ((0x386, 0x3CE),),
    "Hang": ((0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2)),
    "Hebr": ((0x5D0, 0x5EA),),
    "Kana": ((0x3041, 0x3096), (0x30A1, 0x30FA)),
}
"""The letters of those scripts: first and last code points."""
