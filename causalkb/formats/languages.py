"""Languages as babel and biblatex name them → the tags of BCP 47, which CSL and the web use."""

from __future__ import annotations

_TAGS = {
    "acadian": "fr-CA", "afrikaans": "af", "american": "en-US", "arabic": "ar", "australian": "en-AU",
    "austrian": "de-AT", "basque": "eu", "brazil": "pt-BR", "brazilian": "pt-BR",
    "british": "en-GB", "bulgarian": "bg", "canadian": "en-CA", "canadien": "fr-CA",
    "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
    "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "francais": "fr",
    "french": "fr", "galician": "gl", "german": "de", "germanb": "de", "greek": "el",
    "hebrew": "he", "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id",
    "irish": "ga", "italian": "it", "japanese": "ja", "korean": "ko", "latin": "la",
    "latvian": "lv", "lithuanian": "lt", "magyar": "hu", "mexican": "es-MX", "naustrian": "de-AT",
    "newzealand": "en-NZ", "ngerman": "de-DE", "norsk": "nb", "norwegian": "no", "nswissgerman": "de-CH",
    "nynorsk": "nn", "persian": "fa", "polish": "pl", "portuges": "pt-PT", "portuguese": "pt-PT",
    "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "slovene": "sl",
    "slovenian": "sl", "spanish": "es", "swedish": "sv", "swissgerman": "de-CH", "turkish": "tr",
    "ukrainian": "uk", "ukenglish": "en-GB", "usenglish": "en-US", "vietnamese": "vi", "welsh": "cy",
}  # fmt: skip


def language_tag(name: str) -> str:
    """Return the tag of a language that babel knows by name; what is no such name stays.

    >>> language_tag("ngerman"), language_tag("langfrench"), language_tag("en-GB")
    ('de-DE', 'fr', 'en-GB')
    """
    plain = name.strip().casefold().removeprefix("lang")
    return _TAGS.get(plain, name)
