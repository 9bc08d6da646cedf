"""What languages order otherwise than the Unicode default: their own letters and letter pairs.

Data. One short line a language in the terms of Unicode Technical Standard 35, part 5 ("Collation"), section 3:
`N < ñ` makes ñ a letter of its own after n; `Y << ü` keeps ü under y, behind it; `<` and `<<` go on from what
stands before them, `<<<` is less than `<<`, `=` is no difference; `before I < ı` is a letter before I; `ccs/cs`
is sorted as `cs` twice. Capitals follow from the small letters, but for pairs that are written out (`ı:I`).
Facts from Unicode CLDR 42, common/collation; a test compares every language with ICU where PyICU is installed.
"""

from __future__ import annotations

TAILORINGS: dict[str, str] = {
    "ar": ("before ت << ة, before ي << ى, ء << أ << ؤ << إ << ئ << ا, ءا << آ"),
    "az": "C < ç, E < ə, G < ğ, H < x, before i < ı:I, i <<< i:İ, K < q, O < ö, S < ş, U < ü, Z < w",
    "cs": "C < č, H < ch, R < ř, S < š, Z < ž",
    "da": "D << đ << ð, Y << ü << ű, th <<< þ, Z < æ << ä < ø << ö << ő < å <<< aa, oe << œ",
    "es": "N < ñ",
    "et": "S < š < z < ž, W < õ < ä < ö < ü",
    "fa": (
        "\u064e << \u0650 << \u064f << \u064b << \u064d << \u064c, before ا < آ, "
        "ا << ٱ < ء << أ << إ << ؤ << ئ, ک << ك, و < ه << ة, ی << ى << ي"
    ),
    "fi": "D << đ, Y << ü, Z < å < ä << æ < ö << ø",
    "hr": "C < č < ć, D < dž < đ, L < lj, N < nj, S < š, Z < ž",
    "hu": (
        "C < cs, D < dz < dzs, G < gy, L < ly, N < ny, O < ö << ő, S < sz, T < ty, U < ü << ű, Z < zs, "
        "cs <<< ccs/cs, dz <<< ddz/dz, dzs <<< ddzs/dzs, gy <<< ggy/gy, ly <<< lly/ly, ny <<< nny/ny, "
        "sz <<< ssz/sz, ty <<< tty/ty, zs <<< zzs/zs"
    ),
    "lt": "A << ą, C < č, E << ę << ė, I << į << y, S < š, U << ų << ū, Z < ž",
    "lv": "C < č, G < ģ, I << y, K < ķ, L < ļ, N < ņ, R < ŗ, S < š, Z < ž",
    "nb": "D << đ << ð, Y << ü << ű, th <<< þ, Z < æ << ä << ę < ø << ö << ő << œ < å << aa",
    "pl": "A < ą, C < ć, E < ę, L < ł, N < ń, O < ó, S < ś, Z < ź < ż",
    "ro": "A < ă < â, I < î, S < ș = ş, T < ț = ţ",
    "sk": "A < ä, C < č, H < ch, O < ô, R < ř, S < š, Z < ž",
    "sl": "C < č < ć, D < đ, S < š, Z < ž",
    "sv": "D << đ << ð, Y << ü << ű, th <<< þ, Z < å < ä << æ << ę < ö << ø << ő << œ << ô",
    "tr": "C < ç, G < ğ, before i < ı:I, i <<< i:İ, O < ö, S < ş, U < ü",
    "uk": "Г < ґ, І < ї",
    "vi": "\u0300 << \u0309 << \u0303 << \u0301 << \u0323, A < ă < â, D < đ, E < ê, O < ô < ơ, U < ư",
}
