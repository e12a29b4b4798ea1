<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AskBox</name>
    <message>
        <source>Ask this conversation…</source>
        <translation>Dieses Gespräch fragen…</translation>
    </message>
    <message>
        <source>Ask this conversation</source>
        <translation>Dieses Gespräch fragen</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Looking for the answer…</source>
        <translation>Die Antwort wird gesucht…</translation>
    </message>
</context>
<context>
    <name>AudioPage</name>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>System sound</source>
        <translation>Systemton</translation>
    </message>
    <message>
        <source>Show the words while they are spoken</source>
        <translation>Die Worte zeigen, während sie gesprochen werden</translation>
    </message>
    <message>
        <source>Spoken language</source>
        <translation>Gesprochene Sprache</translation>
    </message>
    <message>
        <source>Listen for it</source>
        <translation>Heraushören</translation>
    </message>
    <message>
        <source>Tell voices apart</source>
        <translation>Stimmen unterscheiden</translation>
    </message>
    <message>
        <source>Keep the sound with the conversation</source>
        <translation>Den Ton beim Gespräch aufbewahren</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Chapters, speakers and topics along time</source>
        <translation>Kapitel, Sprecher und Themen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
</context>
<context>
    <name>ChapterHead</name>
    <message>
        <source>Go to where this chapter begins</source>
        <translation>Zum Anfang dieses Kapitels</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>A recording is running.</source>
        <translation>Eine Aufnahme läuft.</translation>
    </message>
    <message>
        <source>What has been recorded so far is kept in any case.</source>
        <translation>Was bisher aufgenommen wurde, bleibt in jedem Fall erhalten.</translation>
    </message>
    <message>
        <source>Stop, save and close</source>
        <translation>Beenden, sichern und schließen</translation>
    </message>
    <message>
        <source>Record on in the background</source>
        <translation>Im Hintergrund weiter aufnehmen</translation>
    </message>
    <message>
        <source>Keep the window open</source>
        <translation>Fenster offen lassen</translation>
    </message>
</context>
<context>
    <name>DeviceBox</name>
    <message>
        <source>{}: {}</source>
        <translation>{}: {}</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>{}: do not record</source>
        <translation>{}: nicht aufnehmen</translation>
    </message>
    <message>
        <source>{}: none found</source>
        <translation>{}: keins gefunden</translation>
    </message>
</context>
<context>
    <name>Dots</name>
    <message>
        <source>Step {} of {}</source>
        <translation>Schritt {} von {}</translation>
    </message>
</context>
<context>
    <name>Energy</name>
    <message>
        <source>measured, whole processor</source>
        <translation>gemessen, ganzer Prozessor</translation>
    </message>
    <message>
        <source>measured, whole machine</source>
        <translation>gemessen, ganzes Gerät</translation>
    </message>
    <message>
        <source>estimated from processor time</source>
        <translation>aus Rechenzeit geschätzt</translation>
    </message>
</context>
<context>
    <name>EnergyChart</name>
    <message>
        <source>Energy of each day</source>
        <translation>Energie jedes Tages</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Details of the error</source>
        <translation>Einzelheiten zum Fehler</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export minutes</source>
        <translation>Protokoll exportieren</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>In diesem Gespräch suchen</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>{at} von {count}</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Welcome to slmsum</source>
        <translation>Willkommen bei slmsum</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Los geht’s</translation>
    </message>
    <message>
        <source>Minutes you can check</source>
        <translation>Protokolle, die sich prüfen lassen</translation>
    </message>
    <message>
        <source>Drop a chat or a recording on the window</source>
        <translation>Einen Chat oder eine Aufnahme auf das Fenster ziehen</translation>
    </message>
    <message>
        <source>Or press the red button, and slmsum hears along.</source>
        <translation>Oder den roten Knopf drücken, und slmsum hört mit.</translation>
    </message>
    <message>
        <source>Click a sentence to see what it rests on</source>
        <translation>Einen Satz anklicken und sehen, worauf er beruht</translation>
    </message>
    <message>
        <source>What the conversation does not bear out is marked, with the reason.</source>
        <translation>Was das Gespräch nicht belegt, ist markiert, mit Begründung.</translation>
    </message>
    <message>
        <source>Nothing leaves this machine</source>
        <translation>Nichts verlässt dieses Gerät</translation>
    </message>
    <message>
        <source>A small model does the work here, and on battery it saves power.</source>
        <translation>Ein kleines Modell arbeitet hier und spart im Akkubetrieb Strom.</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Sprache des Fensters</translation>
    </message>
    <message>
        <source>Length of summaries</source>
        <translation>Länge der Zusammenfassungen</translation>
    </message>
    <message>
        <source>As the template says</source>
        <translation>Wie die Vorlage es sagt</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Lang</translation>
    </message>
    <message>
        <source>Write minutes as soon as something comes in</source>
        <translation>Protokoll schreiben, sobald etwas hereinkommt</translation>
    </message>
    <message>
        <source>The language of the window changes with the next start.</source>
        <translation>Die Sprache des Fensters wechselt beim nächsten Start.</translation>
    </message>
</context>
<context>
    <name>GlossaryPage</name>
    <message>
        <source>Names and words that are often said, one a line: they are then spelt right.</source>
        <translation>Namen und Wörter, die oft fallen, je Zeile einer: Sie werden dann richtig geschrieben.</translation>
    </message>
    <message>
        <source>Glossary, one word or name a line</source>
        <translation>Glossar, ein Wort oder Name je Zeile</translation>
    </message>
    <message>
        <source>Haddad
Kubernetes
Marktplatz</source>
        <translation>Haddad
Kubernetes
Marktplatz</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>{} dB</source>
        <translation>{} dB</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Search all conversations</source>
        <translation>Alle Gespräche durchsuchen</translation>
    </message>
    <message>
        <source>Show only one kind</source>
        <translation>Nur eine Art zeigen</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Drop anything here</source>
        <translation>Hierher ziehen</translation>
    </message>
    <message>
        <source>Chats, transcripts, mails, recordings, whole folders and zip files.</source>
        <translation>Chats, Transkripte, Mails, Aufnahmen, ganze Ordner und ZIP-Dateien.</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Dateien wählen…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Try other words.</source>
        <translation>Versuche andere Wörter.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Meetings</source>
        <translation>Besprechungen</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>Mails</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Write minutes again</source>
        <translation>Protokoll neu schreiben</translation>
    </message>
    <message>
        <source>Write minutes</source>
        <translation>Protokoll schreiben</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Rename conversation</source>
        <translation>Gespräch umbenennen</translation>
    </message>
    <message>
        <source>Title:</source>
        <translation>Titel:</translation>
    </message>
    <message>
        <source>Delete “{title}” with its minutes and sound? This cannot be undone.</source>
        <translation>„{title}“ mit Protokoll und Ton löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete conversation</source>
        <translation>Gespräch löschen</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Live text</source>
        <translation>Mitschrift</translation>
    </message>
    <message>
        <source>What is said appears here a few seconds later.</source>
        <translation>Was gesagt wird, steht wenige Sekunden später hier.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Minutes</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
</context>
<context>
    <name>MicrophoneTest</name>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
        <source>Say something</source>
        <translation>Sag etwas</translation>
    </message>
    <message>
        <source>The bar moves when your microphone hears you. Nothing is recorded.</source>
        <translation>Der Balken schlägt aus, wenn das Mikrofon dich hört. Nichts wird aufgenommen.</translation>
    </message>
    <message>
        <source>No microphone is recorded.</source>
        <translation>Es wird kein Mikrofon aufgenommen.</translation>
    </message>
    <message>
        <source>slmsum hears you.</source>
        <translation>slmsum hört dich.</translation>
    </message>
    <message>
        <source>Nothing heard yet.</source>
        <translation>Noch nichts gehört.</translation>
    </message>
</context>
<context>
    <name>MiniRecorder</name>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Recorded time</source>
        <translation>Aufgenommene Zeit</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
        <source>Level of the system sound</source>
        <translation>Pegel des Systemtons</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Back to the window</source>
        <translation>Zurück zum Fenster</translation>
    </message>
</context>
<context>
    <name>MinutesPanel</name>
    <message>
        <source>Minutes</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>No minutes yet</source>
        <translation>Noch kein Protokoll</translation>
    </message>
    <message>
        <source>Minutes say what was decided, who does what, and where it was said.</source>
        <translation>Ein Protokoll sagt, was beschlossen wurde, wer was tut und wo es gesagt wurde.</translation>
    </message>
    <message>
        <source>Write minutes</source>
        <translation>Protokoll schreiben</translation>
    </message>
    <message>
        <source>new title</source>
        <translation>neuer Titel</translation>
    </message>
    <message>
        <source>edit of the minutes</source>
        <translation>Änderung am Protokoll</translation>
    </message>
    <message>
        <source>edit of an action</source>
        <translation>Änderung einer Aufgabe</translation>
    </message>
    <message>
        <source>Add a statement</source>
        <translation>Aussage hinzufügen</translation>
    </message>
    <message>
        <source>It is marked as yours, as no turn says it.</source>
        <translation>Sie ist als Ihre gekennzeichnet, da kein Beitrag sie enthält.</translation>
    </message>
    <message>
        <source>new statement</source>
        <translation>neue Aussage</translation>
    </message>
    <message>
        <source>ticking off</source>
        <translation>Abhaken</translation>
    </message>
    <message>
        <source>Show where it was said</source>
        <translation>Zeigen, wo es gesagt wurde</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>I checked it: it is true</source>
        <translation>Geprüft: Es stimmt</translation>
    </message>
    <message>
        <source>removal of a statement</source>
        <translation>Entfernen einer Aussage</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>confirmation of a statement</source>
        <translation>Bestätigen einer Aussage</translation>
    </message>
</context>
<context>
    <name>ModeTable</name>
    <message>
        <source>What each mode changes</source>
        <translation>Was jeder Modus ändert</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Entwürfe</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>small model</source>
        <translation>kleines Modell</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>mittleres Modell</translation>
    </message>
    <message>
        <source>best model</source>
        <translation>bestes Modell</translation>
    </message>
    <message>
        <source>in the background</source>
        <translation>im Hintergrund</translation>
    </message>
    <message>
        <source>below other programs</source>
        <translation>hinter anderen Programmen</translation>
    </message>
    <message>
        <source>like other programs</source>
        <translation>wie andere Programme</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Work on models</source>
        <translation>Arbeit an Modellen</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>All models run on this machine. Fetching them is the only time that slmsum uses the network.</source>
        <translation>Alle Modelle laufen auf diesem Gerät. Nur um sie zu laden, nutzt slmsum das Netz.</translation>
    </message>
    <message>
        <source>The models take {} on this disk.</source>
        <translation>Die Modelle belegen {}.</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell importieren</translation>
    </message>
    <message>
        <source>Models (*.gguf model.bin);;All files (*)</source>
        <translation>Modelle (*.gguf model.bin);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Fetching {}…</source>
        <translation>{} wird geladen…</translation>
    </message>
    <message>
        <source>Removing {}…</source>
        <translation>{} wird entfernt…</translation>
    </message>
    <message>
        <source>Importing {}…</source>
        <translation>{} wird importiert…</translation>
    </message>
</context>
<context>
    <name>ModelsTable</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>summaries</source>
        <translation>Zusammenfassungen</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>{}, usual</source>
        <translation>{}, üblich</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>outdated</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>fetched, not yet made ready</source>
        <translation>geladen, noch nicht bereit</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>{state}, {size} to fetch</source>
        <translation>{state}, {size} zu laden</translation>
    </message>
</context>
<context>
    <name>NoticeRow</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>slmsum is locked</source>
        <translation>slmsum ist gesperrt</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Your conversations are encrypted</source>
        <translation>Ihre Gespräche sind verschlüsselt</translation>
    </message>
    <message>
        <source>Give the passphrase of your library.</source>
        <translation>Geben Sie die Passphrase Ihrer Bibliothek ein.</translation>
    </message>
    <message numerus="yes">
        <source>That was not it. %n tries are left.</source>
        <translation>
            <numerusform>Das war sie nicht. Noch %n Versuch.</numerusform>
            <numerusform>Das war sie nicht. Noch %n Versuche.</numerusform>
        </translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Who spoke when</source>
        <translation>Wer wann sprach</translation>
    </message>
    <message>
        <source>Share of talk</source>
        <translation>Redeanteile</translation>
    </message>
    <message>
        <source>What about</source>
        <translation>Worüber</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n Wort</numerusform>
            <numerusform>%n Wörter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n Beitrag</numerusform>
            <numerusform>%n Beiträge</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>Open a conversation to see who spoke when, how much, and what about.</source>
        <translation>Öffne ein Gespräch, um zu sehen, wer wann, wie viel und worüber sprach.</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Pictures of the conversation</source>
        <translation>Bilder des Gesprächs</translation>
    </message>
    <message>
        <source>Pictures (*.png);;Drawings (*.svg)</source>
        <translation>Bilder (*.png);;Zeichnungen (*.svg)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
</context>
<context>
    <name>Power</name>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Saver</source>
        <translation>Sparsam</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>your choice</source>
        <translation>deine Wahl</translation>
    </message>
    <message>
        <source>on battery</source>
        <translation>im Akkubetrieb</translation>
    </message>
    <message>
        <source>on mains</source>
        <translation>am Netz</translation>
    </message>
</context>
<context>
    <name>PowerButton</name>
    <message>
        <source>Power mode and energy</source>
        <translation>Energiemodus und Verbrauch</translation>
    </message>
    <message>
        <source>Power: {}</source>
        <translation>Energie: {}</translation>
    </message>
</context>
<context>
    <name>PowerPage</name>
    <message>
        <source>On battery, let minutes of recordings wait for mains</source>
        <translation>Im Akkubetrieb Aufnahmen erst am Netz protokollieren</translation>
    </message>
    <message>
        <source>Let models go after</source>
        <translation>Modelle freigeben nach</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>In force: {}</source>
        <translation>Es gilt: {}</translation>
    </message>
</context>
<context>
    <name>PowerSwitch</name>
    <message>
        <source>Power mode</source>
        <translation>Energiemodus</translation>
    </message>
    <message>
        <source>Power: {}</source>
        <translation>Energie: {}</translation>
    </message>
</context>
<context>
    <name>PowerView</name>
    <message>
        <source>No minutes are open.</source>
        <translation>Kein Protokoll ist offen.</translation>
    </message>
    <message>
        <source>What these minutes took was not measured.</source>
        <translation>Der Verbrauch dieses Protokolls wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>{energy} in {seconds:.1f} s, {watts:.1f} W on average, {how}</source>
        <translation>{energy} in {seconds:.1f} s, im Mittel {watts:.1f} W, {how}</translation>
    </message>
    <message>
        <source>{} in the last seven days</source>
        <translation>{} in den letzten sieben Tagen</translation>
    </message>
    <message>
        <source>, {} % of it estimated</source>
        <translation>, davon {} % geschätzt</translation>
    </message>
    <message>
        <source>Nothing was summarized in this week.</source>
        <translation>In dieser Woche wurde nichts zusammengefasst.</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n Thread</numerusform>
            <numerusform>%n Threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) of each part</source>
        <translation>
            <numerusform>%n Entwurf je Teil</numerusform>
            <numerusform>%n Entwürfe je Teil</numerusform>
        </translation>
    </message>
    <message>
        <source>No battery</source>
        <translation>Kein Akku</translation>
    </message>
    <message>
        <source>Battery in use</source>
        <translation>Akkubetrieb</translation>
    </message>
    <message>
        <source>Plugged in</source>
        <translation>Am Netz</translation>
    </message>
    <message>
        <source>These minutes</source>
        <translation>Dieses Protokoll</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Nothing leaves this machine. Everything that slmsum keeps lies in one folder:</source>
        <translation>Nichts verlässt dieses Gerät. Alles, was slmsum aufbewahrt, liegt in einem Ordner:</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>How long it is kept</source>
        <translation>Wie lange es bleibt</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Their sound</source>
        <translation>Ihr Ton</translation>
    </message>
    <message>
        <source>Conversations with the tag “keep” stay in any case.</source>
        <translation>Gespräche mit dem Schlagwort „keep“ bleiben in jedem Fall.</translation>
    </message>
    <message>
        <source>Delete all conversations…</source>
        <translation>Alle Gespräche löschen…</translation>
    </message>
    <message>
        <source>Conversations and minutes</source>
        <translation>Gespräche und Protokolle</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Unfinished work</source>
        <translation>Unfertige Arbeit</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete everything?</source>
        <translation>Alles löschen?</translation>
    </message>
    <message>
        <source>Delete all conversations, minutes and recordings?</source>
        <translation>Alle Gespräche, Protokolle und Aufnahmen löschen?</translation>
    </message>
    <message>
        <source>This cannot be undone. Models and settings stay.</source>
        <translation>Das lässt sich nicht rückgängig machen. Modelle und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>PuttingOff</name>
    <message numerus="yes">
        <source>%n recording(s) wait for mains before minutes are written.</source>
        <translation>
            <numerusform>%n Aufnahme wartet auf Netzstrom, bevor ihr Protokoll geschrieben wird.</numerusform>
            <numerusform>%n Aufnahmen warten auf Netzstrom, bevor ihre Protokolle geschrieben werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Write them now</source>
        <translation>Jetzt schreiben</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Work in progress</source>
        <translation>Laufende Arbeit</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Me</source>
        <translation>Ich</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Recorded time</source>
        <translation>Aufgenommene Zeit</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>System sound</source>
        <translation>Systemton</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
        <source>Level of the system sound</source>
        <translation>Pegel des Systemtons</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Mute the microphone</source>
        <translation>Mikrofon stummschalten</translation>
    </message>
    <message>
        <source>Small window that stays on top</source>
        <translation>Kleines Fenster, das vorne bleibt</translation>
    </message>
    <message>
        <source>Live text</source>
        <translation>Mitschrift</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Opening the devices…</source>
        <translation>Geräte werden geöffnet…</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gesichert…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Glossar</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Record, or stop recording</source>
        <translation>Aufnehmen oder Aufnahme beenden</translation>
    </message>
    <message>
        <source>Pause the recording</source>
        <translation>Aufnahme anhalten</translation>
    </message>
    <message>
        <source>Mute the microphone</source>
        <translation>Mikrofon stummschalten</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Dateien importieren</translation>
    </message>
    <message>
        <source>Import from the clipboard</source>
        <translation>Aus der Zwischenablage importieren</translation>
    </message>
    <message>
        <source>Export the minutes</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>Search all conversations</source>
        <translation>Alle Gespräche durchsuchen</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>In diesem Gespräch suchen</translation>
    </message>
    <message>
        <source>Ask this conversation</source>
        <translation>Dieses Gespräch fragen</translation>
    </message>
    <message>
        <source>Play or pause the sound</source>
        <translation>Ton abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show the pictures</source>
        <translation>Bilder zeigen</translation>
    </message>
    <message>
        <source>Show the power view</source>
        <translation>Energieansicht zeigen</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>Warteschlange zeigen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show the keyboard shortcuts</source>
        <translation>Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>The same keys are set for two commands.</source>
        <translation>Zwei Befehle haben dieselben Tasten.</translation>
    </message>
    <message>
        <source>Set all to the usual keys</source>
        <translation>Alle auf die üblichen Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>Keys for: {}</source>
        <translation>Tasten für: {}</translation>
    </message>
    <message>
        <source>Back to {}</source>
        <translation>Zurück zu {}</translation>
    </message>
</context>
<context>
    <name>SideViews</name>
    <message>
        <source>Power</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>The minutes are ready.</source>
        <translation>Das Protokoll ist fertig.</translation>
    </message>
</context>
<context>
    <name>StatementView</name>
    <message>
        <source>Words of the statement</source>
        <translation>Wortlaut der Aussage</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>Bis wann</translation>
    </message>
    <message>
        <source>Done: {task}</source>
        <translation>Erledigt: {task}</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>von Ihnen hinzugefügt</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>{count} s left</source>
        <translation>noch {count} s</translation>
    </message>
    <message>
        <source>{count} min left</source>
        <translation>noch {count} min</translation>
    </message>
</context>
<context>
    <name>TemplatesPage</name>
    <message>
        <source>Template of minutes</source>
        <translation>Vorlage des Protokolls</translation>
    </message>
    <message>
        <source>Minutes follow the template chosen here, if no other is asked for.</source>
        <translation>Protokolle folgen der hier gewählten Vorlage, wenn keine andere verlangt wird.</translation>
    </message>
    <message>
        <source>Open the folder of my templates</source>
        <translation>Ordner meiner Vorlagen öffnen</translation>
    </message>
    <message>
        <source>The one that fits</source>
        <translation>Die passende</translation>
    </message>
    <message>
        <source>slmsum looks which template fits.</source>
        <translation>slmsum sieht nach, welche Vorlage passt.</translation>
    </message>
</context>
<context>
    <name>TitleLine</name>
    <message>
        <source>Title of the minutes</source>
        <translation>Titel des Protokolls</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Turns of the conversation</source>
        <translation>Beiträge des Gesprächs</translation>
    </message>
    <message>
        <source>No conversation open</source>
        <translation>Kein Gespräch offen</translation>
    </message>
    <message>
        <source>Choose one on the left, or drop a chat, a transcript or a recording.</source>
        <translation>Wähle links eines aus, oder ziehe einen Chat, ein Transkript oder eine Aufnahme hierher.</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Rename or merge speakers</source>
        <translation>Sprecher umbenennen oder zusammenführen</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>In diesem Gespräch suchen</translation>
    </message>
    <message>
        <source>edit of a turn</source>
        <translation>Änderung an einem Beitrag</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Is the same as</source>
        <translation>Ist dieselbe Person wie</translation>
    </message>
    <message>
        <source>Rename speaker</source>
        <translation>Sprecher umbenennen</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>new name of a speaker</source>
        <translation>neuer Name eines Sprechers</translation>
    </message>
    <message>
        <source>Make “{name}” and “{into}” one speaker? This cannot be undone.</source>
        <translation>„{name}“ und „{into}“ zu einem Sprecher machen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Merge speakers</source>
        <translation>Sprecher zusammenführen</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Von hier an abspielen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open slmsum</source>
        <translation>slmsum öffnen</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufnahme beenden</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>recording, paused</source>
        <translation>Aufnahme angehalten</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>Aufnahme läuft</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>TurnDelegate</name>
    <message>
        <source>Text of the turn</source>
        <translation>Text des Beitrags</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message numerus="yes">
        <source>%n statement(s) rest on it</source>
        <translation>
            <numerusform>%n Aussage beruht darauf</numerusform>
            <numerusform>%n Aussagen beruhen darauf</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>begin</name>
    <message>
        <source>Deleted by your rules: {names}</source>
        <translation>Nach Ihren Regeln gelöscht: {names}</translation>
    </message>
    <message>
        <source>Sound deleted by your rules: {names}</source>
        <translation>Ton nach Ihren Regeln gelöscht: {names}</translation>
    </message>
</context>
<context>
    <name>open_window</name>
    <message>
        <source>The library cannot be opened</source>
        <translation>Die Bibliothek lässt sich nicht öffnen</translation>
    </message>
</context>
<context>
    <name>self._window</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
</TS>
