<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>PassphraseDialog</name>
    <message numerus="yes">
        <source>That was not it. %n tries are left.</source>
        <translation>
            <numerusform>That was not it. %n try is left.</numerusform>
            <numerusform>That was not it. %n tries are left.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n turn</numerusform>
            <numerusform>%n turns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PowerView</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) of each part</source>
        <translation>
            <numerusform>%n draft of each part</numerusform>
            <numerusform>%n drafts of each part</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PuttingOff</name>
    <message numerus="yes">
        <source>%n recording(s) wait for mains before minutes are written.</source>
        <translation>
            <numerusform>%n recording waits for mains before its minutes are written.</numerusform>
            <numerusform>%n recordings wait for mains before their minutes are written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message numerus="yes">
        <source>%n statement(s) rest on it</source>
        <translation>
            <numerusform>%n statement rests on it</numerusform>
            <numerusform>%n statements rest on it</numerusform>
        </translation>
    </message>
</context>
</TS>
