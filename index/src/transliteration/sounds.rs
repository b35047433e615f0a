//! How the sounds of names are written, in Latin and Cyrillic letters.
//!
//! Systems of transliteration disagree, and each reader of a question knows one: so nothing is
//! converted. A sound is written in any of some ways in a question and met in any of some ways in
//! the index, whose words have no diacritics left (`ş` is `s` there, `ə` is `a`).

/// Ways a sound is written in a question, and ways it is met in the index; parted by blanks. `0`
/// is nothing at all.
pub(super) const SOUNDS: &[(&str, &str)] = &[
    // Vowels.
    ("а", "а a"),
    ("a", "а a я е"),
    ("ə ә", "a e а е э я ә ya"),
    ("е", "е э e ye je a"),
    ("e", "е э e ye je"),
    ("э", "э е e a"),
    ("ye je йе", "е э e ye je"),
    ("ё yo jo", "е e yo jo io o ye"),
    ("о o", "о o"),
    ("ö ө", "o oe о е ео ө"),
    ("у u ou", "у u ou ю"),
    ("ü ү", "u ue у ю ү"),
    ("ю yu iu ju", "ю yu iu ju u"),
    ("я", "я ya ia ja a e ә"),
    ("ya ia ja", "я ya ia ja"),
    ("ия ia iya ija", "ия ia iya ija iia"),
    ("и і i ı", "и і ы i y"),
    ("ы", "ы и y i"),
    ("й ј", "й ј y i j 0"),
    ("y", "й ј ы и ий ый ь y i j"),
    ("ий ый ij iy", "ий ый y i iy ij ii yi yy"),
    ("ь ъ", "ь ъ y i 0"),
    // Consonants.
    ("б b", "б b"),
    ("в v w", "в v w"),
    ("г ґ", "г ґ g q gh h"),
    ("ҝ g", "г ґ ҝ g q gh к h"),
    ("gh", "г ғ g gh q"),
    ("ғ ğ", "г ғ х g gh k kh h q"),
    ("q", "г к q g k gh"),
    ("к", "к ҝ k c q ck g"),
    ("k ck", "к ҝ k c q ck"),
    ("c", "к с ц ч ҹ дж c k s ts j dj dzh"),
    ("ҹ", "ҹ ч дж c j dj dzh"),
    ("ж", "ж zh j z g"),
    ("zh", "ж zh j"),
    ("j", "ж ҹ й ј дж j zh c y dj dzh"),
    ("дж dj dzh", "ж ҹ дж j c dj dzh g"),
    ("д d", "д d"),
    ("з z", "з z"),
    ("л l", "л l"),
    ("м m", "м m"),
    ("н n", "н n"),
    ("п p", "п p"),
    ("р r", "р r"),
    ("с s", "с s"),
    ("т t", "т t th"),
    ("th", "т ф th t"),
    ("ф f ph", "ф f ph"),
    ("х", "х һ kh h x ch g gh"),
    ("kh", "х г ғ һ kh h x g gh"),
    ("h һ", "х г һ h kh x g"),
    ("x", "х кс x kh h ks"),
    ("кс ks", "кс ks x"),
    ("ц ts tz", "ц ts tz c z"),
    ("ч ç", "ч ch c tch cz"),
    ("ch", "ч х ch c"),
    ("ш ş", "ш sh s sch"),
    ("sh", "ш sh s sch"),
    ("sch", "ш щ sh sch shch"),
    ("щ shch şç", "щ shch sch sh sc"),
];

/// What may follow a name's base in the index, as its case or gender says.
pub(super) const TAILS: &[&str] = &[
    "a", "o", "e", "i", "y", "ya", "ia", "iya", "iy", "yy", "ij", "а", "я", "о", "е", "и", "ы",
    "у", "ю", "ой", "ей", "ом", "ем", "ым", "им", "ых", "ый", "ий", "ого", "ому", "ая", "ия",
];

/// Endings of Russian cases, that a name in a question may have.
pub(super) const RUSSIAN_ENDINGS: &[&str] = &[
    "ыми", "ими", "ами", "ями", "ого", "ому", "его", "ему", "ой", "ей", "ою", "ею", "ом", "ем",
    "ым", "им", "ых", "их", "ый", "ий", "ая", "ую", "а", "я", "у", "ю", "е", "ы", "и", "о", "ь",
];

/// Endings of names in Latin letters that Russian cases replace.
pub(super) const LATIN_ENDINGS: &[&str] = &["iya", "ia", "ya", "iy", "yy", "a", "o", "y", "i", "e"];
