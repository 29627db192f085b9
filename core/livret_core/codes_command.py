"""The reasons why what was typed cannot be done as it was typed."""

from typing import Final

from livret_core.code import Code

COMMAND: Final = {
    "usage.address": Code("malformed", "what was typed is no HOST/PATH"),
    "usage.arguments": Code("malformed", "an option used in a way it does not have"),
    "usage.choice": Code("malformed", "an option's value is none of those it takes"),
    "usage.command": Code("malformed", "no sub-command of that name"),
    "usage.consent": Code("malformed", "nobody to ask for a yes, or nobody who answers"),
    "usage.contradiction": Code("malformed", "said by place and by option, differently"),
    "usage.itself": Code("malformed", "a thing named as what is to follow it"),
    "usage.language": Code("malformed", "the law leaves a choice of language; none was named"),
    "usage.log_key": Code("malformed", "what was typed is no key of a ledger"),
    "usage.link": Code("malformed", "what was typed is no link that this command opens"),
    "usage.missing": Code("malformed", "an argument that is needed was not given"),
    "usage.names": Code("malformed", "more names than an option takes"),
    "usage.no_file": Code("malformed", "what was typed names no file"),
    "usage.file_exists": Code("malformed", "there is a file already where one is to be written"),
    "usage.folder_used": Code("malformed", "a folder with files of somebody else in it"),
    "usage.no_folder": Code("malformed", "what was typed names no folder"),
    "usage.no_value": Code("malformed", "an option without its value"),
    "usage.not_the_same": Code("malformed", "the passphrase was typed differently twice"),
    "usage.option_place": Code("malformed", "an option of a command, before the command's name"),
    "usage.option_unknown": Code("malformed", "no such option"),
    "usage.passphrase": Code("malformed", "nobody to ask for a passphrase, or nobody who answers"),
    "usage.record": Code("malformed", "what was typed is no name of a ledger's record"),
    "usage.too_many": Code("malformed", "more words than the command takes"),
    "usage.trust": Code("malformed", "what was named holds no trust roots"),
    "usage.type_file": Code("malformed", "what was named does not describe that type"),
    "usage.store": Code("malformed", "what was typed is no address of a database server"),
    "usage.store_secret": Code("malformed", "a password in the address of a database server"),
    "usage.time": Code("malformed", "neither a day nor an instant in UTC"),
    "usage.pin": Code("malformed", "what was typed has not the form of the PIN that is wanted"),
    "usage.range": Code("malformed", "a number outside what the option takes"),
    "usage.same_passphrase": Code("malformed", "the new passphrase is the one there is"),
    "usage.scope": Code("malformed", "what was typed is no place that a right can be for"),
    "usage.territory": Code("malformed", "what was typed is no commune's official number"),
    "usage.text": Code("malformed", "a text that is empty, too long, or not all to be seen"),
    "usage.url": Code("malformed", "what was typed is no https address with a host name"),
    "usage.words": Code("malformed", "no terminal to ask for six words at"),
}
