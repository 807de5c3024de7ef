"""Names that the world gives: currencies and time zones."""

from zoneinfo import ZoneInfo

from trafftpkg.stores.catalogue.nearest import did_you_mean
from trafftpkg.stores.catalogue.text_forms import refuse, text_of

# ISO 4217, list one, without metals, funds and testing codes.
_CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV WST
    XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)


def currency_of(value: object) -> str:
    """`EUR`."""
    text = text_of(value)
    if text not in _CURRENCIES:
        hint = did_you_mean(text.upper(), _CURRENCIES)
        refuse("unknown_currency", f"'{text}' is not a currency of ISO 4217{hint}")
    return text


def zone_of(value: object) -> str:
    """`Europe/Belgrade`, as long as this machine's time-zone data knows it."""
    text = text_of(value)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        hint = did_you_mean(text, available_timezones())
        refuse(
            "unknown_time_zone", f"'{text}' is not a time zone{hint or '; write it as in Europe/Belgrade'}"
        )
    return text
