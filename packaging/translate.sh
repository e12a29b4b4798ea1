#!/bin/sh
# Gather the window's words for translators, and compile what they wrote.
# Run it from the checkout's top with the tools of PySide6 on the path.
set -eu
folder=resources/translations
common="-locations none -no-obsolete -source-language en"
# shellcheck disable=SC2086
for language in de; do
    pyside6-lupdate slmsum/gui/*.py $common -target-language $language \
        -ts $folder/slmsum_$language.ts
done
# English is in the source; only its plurals are translated.
# shellcheck disable=SC2086
pyside6-lupdate slmsum/gui/*.py $common -pluralonly -target-language en -ts $folder/slmsum_en.ts
for language in de en; do
    pyside6-lrelease $folder/slmsum_$language.ts -qm $folder/slmsum_$language.qm
done
