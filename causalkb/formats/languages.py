"""Languages as babel and biblatex name them → the tags of BCP 47, which CSL and the web use."""

from __future__ import annotations

_TAGS = {
    name: tag
    for tag, names in {
        "af": "afrikaans",
        "ar": "arabic",
        "bg": "bulgarian",
        "ca": "catalan",
        "cs": "czech",
        "cy": "welsh",
        "da": "danish",
        "de": "german germanb",
        "de-AT": "austrian naustrian",
        "de-CH": "nswissgerman swissgerman",
        "de-DE": "ngerman",
        "el": "greek",
        "en": "english",
        "en-AU": "australian",
        "en-CA": "canadian",
        "en-GB": "british ukenglish",
        "en-NZ": "newzealand",
        "en-US": "american usenglish",
        "es": "spanish",
        "es-MX": "mexican",
        "et": "estonian",
        "eu": "basque",
        "fa": "persian",
        "fi": "finnish",
        "fr": "francais french",
        "fr-CA": "acadian canadien",
        "ga": "irish",
        "gl": "galician",
        "he": "hebrew",
        "hi": "hindi",
        "hr": "croatian",
        "hu": "hungarian magyar",
        "id": "indonesian",
        "is": "icelandic",
        "it": "italian",
        "ja": "japanese",
        "ko": "korean",
        "la": "latin",
        "lt": "lithuanian",
        "lv": "latvian",
        "nb": "norsk",
        "nl": "dutch",
        "nn": "nynorsk",
        "no": "norwegian",
        "pl": "polish",
        "pt-BR": "brazil brazilian",
        "pt-PT": "portuges portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sk": "slovak",
        "sl": "slovene slovenian",
        "sr": "serbian",
        "sv": "swedish",
        "tr": "turkish",
        "uk": "ukrainian",
        "vi": "vietnamese",
        "zh": "chinese",
    }.items()
    for name in names.split()
}


def language_tag(name: str) -> str:
    """Return the tag of a language that babel knows by name; what is no such name stays.

    >>> language_tag("ngerman"), language_tag("langfrench"), language_tag("en-GB")
    ('de-DE', 'fr', 'en-GB')
    """
    plain = name.strip().casefold().removeprefix("lang")
    return _TAGS.get(plain, name)
