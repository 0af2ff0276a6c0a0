"""Events of Kulturhaus Mühle: Berlin, Hamburg, Wien."""

from ticketing.demo.sample.plans import CodePlan, EventPlan, QuestionPlan, SessionPlan, TypePlan

EVENTS = (
    EventPlan(
        slug="lange-nacht",
        name="Lange Nacht der Mühle",
        short="Sechs Stunden Musik auf drei Böden, heute Nacht.",
        description=(
            "Einmal im Jahr öffnen wir **alle drei Böden** der Mühle. Unten Streichquartett, in der Mitte Synthesizer, "
            "unter dem Dach ein Chor, der nie aufhört.\n\n"
            "Kommen und gehen, wie du magst. Decken gibt es am Eingang, Suppe um Mitternacht.\n\n"
            "## Gut zu wissen\n\n- Barrierefrei bis zum zweiten Boden\n- Kinder bis 12 frei, bitte mit eigenem Ticket\n"
        ),
        categories=("music",),
        tags=("Nacht", "Quartett", "Synthesizer", "Chor"),
        venue="muehle",
        days=0,
        at="18:00",
        hours=7,
        hours_ago=2,
        capacity=520,
        types=(
            TypePlan(name="Ganze Nacht", price=2800, places=400, popularity=6),
            TypePlan(name="Ermäßigt", price=1600, places=100, popularity=3, description="Mit Ausweis am Eingang."),
            TypePlan(name="Kind bis 12", places=60, popularity=1, fields={"max_per_order": 4}),
        ),
        sessions=(
            SessionPlan(title="Streichquartett Vierklang", after=30, minutes=75, room="Erdgeschoss"),
            SessionPlan(title="Moog & Mehl", after=120, minutes=90, room="Mahlboden"),
            SessionPlan(title="Der unendliche Chor", after=210, minutes=180, room="Dachboden"),
        ),
        scene="stage",
        gallery=("waves",),
        orders=185,
        on_sale_days=45,
        admitted=0.5,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="winterreise",
        name="Winterreise im Kerzenlicht",
        short="Schuberts Liederzyklus, hundert Plätze, hundert Kerzen.",
        description=(
            "Bariton **Jonas Weidenfeld** und die Pianistin **Mei-Lin Chen** spielen Schubert so leise, dass man die "
            "Kerzen hört.\n\nDauer 75 Minuten ohne Pause. Nach Beginn kein Einlass."
        ),
        categories=("music",),
        tags=("Schubert", "Lied", "Kerzen"),
        venue="muehle",
        days=24,
        at="20:00",
        hours=1.5,
        types=(TypePlan(name="Sitzplatz", price=3400, places=100),),
        scene="aurora",
        orders=75,
        on_sale_days=80,
        sells_out=True,
    ),
    EventPlan(
        slug="kellerjazz",
        name="Kellerjazz mit dem Trio Okonkwo",
        short="Bass, Besen, Rhodes. Bar ab sieben.",
        description=(
            "Jeden zweiten Donnerstag: drei Leute, ein Keller, keine Verstärker. Diesmal das **Trio Okonkwo** aus "
            "Rotterdam.\n\nZahlen geht vorab, per Überweisung oder an der Abendkasse."
        ),
        categories=("music",),
        tags=("Jazz", "Live", "Keller"),
        venue="muehle",
        days=9,
        at="20:30",
        hours=3,
        capacity=140,
        types=(
            TypePlan(name="Vorverkauf", price=1800, popularity=4),
            TypePlan(name="Unterstützerpreis", price=3000, places=30, popularity=1),
        ),
        codes=(CodePlan(code="NACHBARN", value=2000, description="20 % für die Nachbarschaft"),),
        scene="stage",
        orders=60,
        on_sale_days=40,
    ),
    EventPlan(
        slug="kleine-hexe",
        name="Die kleine Hexe zieht um",
        short="Figurentheater für alle ab vier, mit Kakao danach.",
        description=(
            "Die kleine Hexe muss raus: Eigenbedarf. Ein Stück über Umzugskartons, neue Nachbarn und einen sehr "
            "schlecht gelaunten Raben.\n\n45 Minuten, dann Kakao."
        ),
        categories=("family", "theatre"),
        tags=("Figurentheater", "ab 4"),
        venue="muehle",
        days=16,
        at="11:00",
        hours=1,
        capacity=90,
        types=(
            TypePlan(name="Kind", price=700, popularity=3),
            TypePlan(name="Erwachsene", price=1100, popularity=3),
            TypePlan(name="Kakao extra", price=250, popularity=1, fields={"kind": "merchandise"}),
        ),
        questions=(
            QuestionPlan(label="Wie alt ist dein Kind?", kind="number", types=("Kind",)),
            QuestionPlan(label="Unverträglichkeiten beim Kakao", kind="text", asked_per="order"),
        ),
        scene="papercut",
        orders=30,
        on_sale_days=35,
    ),
    EventPlan(
        slug="speicher-nacht",
        name="Speicher: eine Nacht elektronisch",
        short="Acht Stunden Techno zwischen Kaffeesäcken.",
        description="Der alte Kaffeespeicher, zwei Anlagen, kein Foto. *Fotoverbot heißt: Aufkleber am Eingang.*",
        categories=("music",),
        tags=("Techno", "Hafen"),
        venue="speicher",
        days=-20,
        at="22:00",
        hours=8,
        capacity=340,
        types=(
            TypePlan(name="Early Bird", price=1500, places=100, popularity=3),
            TypePlan(name="Regulär", price=2200, popularity=5),
        ),
        scene="skyline",
        orders=210,
        on_sale_days=60,
        admitted=0.9,
    ),
    EventPlan(
        slug="lesung-am-hof",
        name="Lesung am Hof: Ilse Marbach",
        short="Aus dem neuen Roman »Alle meine Treppenhäuser«.",
        description=(
            "Ilse Marbach liest aus ihrem neuen Roman und spricht mit **Farid Haddad** über Häuser, in denen man "
            "nie wohnte und die man trotzdem kennt.\n\nBüchertisch: Buchhandlung Leporello."
        ),
        categories=("words",),
        tags=("Lesung", "Roman", "Wien"),
        venue="hof",
        days=12,
        at="19:30",
        hours=2,
        types=(
            TypePlan(name="Eintritt", price=1400, places=180, popularity=4),
            TypePlan(name="Eintritt mit signiertem Buch", price=3600, places=40, popularity=2),
        ),
        scene="papercut",
        orders=55,
    ),
    EventPlan(
        slug="hofflohmarkt",
        name="Hofflohmarkt & offene Werkstatt",
        short="Stöbern, reparieren, Kuchen. Eintritt frei.",
        description="Zwanzig Stände, eine Fahrradwerkstatt und der beste Streuselkuchen der Fischerinsel.",
        categories=("family", "learning"),
        tags=("Flohmarkt", "frei"),
        venue="muehle",
        days=-9,
        at="10:00",
        hours=7,
        types=(
            TypePlan(name="Besuch", popularity=6),
            TypePlan(name="Eigener Stand", price=1200, places=20, popularity=1, fields={"max_per_order": 1}),
        ),
        scene="botanical",
        orders=135,
        on_sale_days=40,
        admitted=0.7,
    ),
    EventPlan(
        slug="stummfilm-nosferatu",
        name="Nosferatu mit Live-Orchester",
        short="Stummfilm von 1922, zwölf Musiker im Graben, ein Theremin.",
        description=(
            "Murnaus Film auf der großen Leinwand, dazu eine neue Partitur von **Aneta Kowalczyk** für zwölf Musiker "
            "und Theremin.\n\nMit Plakat im Siebdruck: vorbestellen, am Abend abholen."
        ),
        categories=("art", "music"),
        tags=("Stummfilm", "Orchester", "Theremin"),
        venue="muehle",
        days=31,
        at="19:00",
        hours=2.5,
        capacity=420,
        types=(
            TypePlan(name="Parkett", price=2600, places=260, popularity=5),
            TypePlan(name="Balkon", price=1900, places=160, popularity=3),
            TypePlan(
                name="Freundeskreis",
                price=1200,
                places=40,
                popularity=0,
                description="Für Mitglieder des Freundeskreises.",
                fields={"is_hidden": True},
            ),
            TypePlan(name="Siebdruck-Plakat", price=1800, places=80, popularity=1, fields={"kind": "merchandise"}),
            TypePlan(
                name="Programmheft",
                price=400,
                popularity=1,
                requires=("Parkett", "Balkon"),
                fields={"kind": "merchandise", "max_per_order": 4},
            ),
        ),
        codes=(
            CodePlan(code="FREUNDE", description="Zeigt den Freundeskreis", fields={"unlocks_hidden_types": True}),
            CodePlan(
                code="VAMPIR5",
                value=500,
                kind="fixed_per_order",
                description="5 € ab 40 €",
                fields={"minimum_order_cents": 4000, "max_redemptions": 50},
            ),
        ),
        scene="aurora",
        gallery=("stage", "papercut"),
        orders=110,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="hoerspiel-probe",
        name="Offene Hörspielprobe",
        short="Noch im Entwurf.",
        description="Ein Abend mit Geräuschemacherin.",
        categories=("theatre",),
        venue="muehle",
        days=70,
        at="18:00",
        hours=2,
        types=(TypePlan(name="Eintritt", price=900, places=60),),
        is_draft=True,
    ),
    EventPlan(
        slug="dauerausstellung",
        name="Vom Korn zum Klang: Dauerausstellung",
        short="Die Geschichte der Mühle, zu der Zeit, die dir passt.",
        description=(
            "Vier Stockwerke, ein **laufendes Mahlwerk** und das Archiv der langen Nächte.\n\n"
            "Kaufe dein Ticket jetzt und wähle deine Zeit, wann du willst. Montags geschlossen."
        ),
        categories=("art", "family"),
        tags=("Museum", "Ausstellung", "Zeitfenster"),
        venue="museum",
        days=-30,
        at="10:00",
        hours=24 * 330,
        types=(
            TypePlan(name="Erwachsene", price=0, popularity=0, description="Als gedrucktes Ticket."),
            TypePlan(name="Ermäßigt", price=800, popularity=1),
            TypePlan(name="Führung durch das Mahlwerk", popularity=0, description="Mit fester Zeit, kostenlos."),
        ),
        scene="papercut",
        orders=12,
    ),
)
