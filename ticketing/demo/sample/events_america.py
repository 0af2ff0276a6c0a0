"""Events of Harbor & Pine: New York, Austin, Chicago."""

from ticketing.demo.sample.plans import CodePlan, EventPlan, QuestionPlan, SessionPlan, TypePlan

EVENTS = (
    EventPlan(
        slug="long-table-supper",
        name="Long Table Supper on Pier 9",
        short="Eighty seats, one table, the last tomatoes of the year.",
        description=(
            "One table, as long as the boathouse. **Four courses** by Marisol Vega, cooked over wood, served family "
            "style. Wine, beer and house sodas are included.\n\nWe seat everyone at seven sharp."
        ),
        categories=("food",),
        tags=("supper", "wine", "waterfront"),
        venue="pier",
        days=18,
        at="19:00",
        hours=3.5,
        types=(TypePlan(name="Seat at the table", price=12500, places=80, fields={"max_per_order": 6}),),
        questions=(
            QuestionPlan(
                label="Anything you do not eat?",
                kind="multiple",
                choices=("Vegetarian", "Vegan", "No nuts", "No gluten", "No shellfish"),
            ),
            QuestionPlan(label="Who would you like to sit with?", kind="text", asked_per="order"),
        ),
        scene="bokeh",
        orders=28,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="firefly-walk",
        name="Firefly Walk at Dusk",
        short="A slow walk through the marsh. Tickets next week.",
        description=(
            "Two hours, one mile, no flashlights. **Dr. Amara Okafor** tells you what they say to each other.\n\n"
            "Bring shoes that may get wet."
        ),
        categories=("outdoors", "family"),
        tags=("nature", "walk"),
        venue="pier",
        days=41,
        at="20:00",
        hours=2,
        types=(
            TypePlan(name="Walker", price=2400, places=40),
            TypePlan(name="Under 14", price=900, places=20),
        ),
        scene="aurora",
        sales_in_days=6,
    ),
    EventPlan(
        slug="cellar-club",
        name="The Cellar Club: Winter Cheeses",
        short="By invitation.",
        description="Eleven cheeses, one cellar, twenty-four people. You are here because someone sent you the link.",
        categories=("food",),
        tags=("tasting",),
        venue="loft",
        days=27,
        at="18:30",
        hours=2.5,
        types=(TypePlan(name="Club seat", price=8500, places=24, fields={"max_per_buyer": 2, "max_per_order": 2}),),
        scene="papercut",
        orders=9,
        fields={"visibility": "private", "access_code": "STILTON"},
    ),
    EventPlan(
        slug="porch-sessions",
        name="Porch Sessions, Vol. 12",
        short="Three songwriters, one porch, two shirts to choose from.",
        description=(
            "**Loretta Byrd**, **The Slow Hands** and **Miguel Ángel Ruiz** trade songs until the street joins in.\n\n"
            "Lawn chairs welcome. Order the record or a shirt now and pick it up at the gate."
        ),
        categories=("music", "outdoors"),
        tags=("songwriters", "vinyl", "Austin"),
        venue="barn",
        days=14,
        at="18:00",
        hours=4,
        capacity=380,
        types=(
            TypePlan(name="Lawn", price=3200, places=300, popularity=6),
            TypePlan(name="Porch seat", price=6400, places=40, popularity=2),
            TypePlan(name="Live record on vinyl", price=2800, places=120, popularity=2, fields={"kind": "merchandise"}),
            TypePlan(name="Porch shirt", price=3000, places=90, popularity=1, fields={"kind": "merchandise"}),
        ),
        questions=(
            QuestionPlan(
                label="Shirt size",
                kind="choice",
                choices=("S", "M", "L", "XL"),
                asked_per="order",
                types=("Porch shirt",),
            ),
        ),
        codes=(CodePlan(code="ENCORE15", value=1500, description="15% for last volume's guests"),),
        scene="dunes",
        gallery=("bokeh",),
        orders=115,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="letterpress-day",
        name="Letterpress for Beginners",
        short="Set type by hand, print a poster, take it home.",
        description=(
            "A day on a 1958 Vandercook. You will leave with ink under your nails and a poster of your own words.\n\n"
            "Aprons provided; lunch is on us."
        ),
        categories=("learning", "art"),
        tags=("print", "workshop"),
        venue="loft",
        days=22,
        at="10:00",
        hours=6,
        types=(TypePlan(name="Workshop place", price=16500, places=12, fields={"max_per_order": 2}),),
        questions=(
            QuestionPlan(label="The word you want to print", kind="text", is_required=True),
            QuestionPlan(label="Have you printed before?", kind="choice", choices=("Never", "Once or twice", "Often")),
            QuestionPlan(
                label="I know that there are sharp tools.",
                kind="consent",
                is_required=True,
                help_text="Our insurer asks.",
            ),
        ),
        scene="papercut",
        orders=6,
    ),
    EventPlan(
        slug="harvest-gala",
        name="Harvest Gala",
        short="Dinner, a short speech, a long dance.",
        description="Our yearly thank-you to the farms that feed us. All proceeds go to the **Hudson Seed Library**.",
        categories=("food", "music"),
        tags=("gala", "dance"),
        venue="pier",
        days=-34,
        at="18:00",
        hours=5,
        capacity=210,
        types=(
            TypePlan(name="Dinner & dance", price=14000, places=160, popularity=5),
            TypePlan(name="Dance only", price=4500, places=50, popularity=3),
        ),
        scene="bokeh",
        orders=140,
        on_sale_days=70,
        admitted=0.92,
    ),
    EventPlan(
        slug="members-preview",
        name="Members' Preview: The Spring Programme",
        short="A first look, for whoever has this address.",
        description="We read the spring programme aloud, pour something, and you book before everybody else does.",
        categories=("food",),
        tags=("members",),
        venue="pier",
        days=11,
        at="18:30",
        hours=2,
        types=(TypePlan(name="Member", places=100, fields={"max_per_order": 2}),),
        sessions=(SessionPlan(title="The programme, read aloud", after=30, minutes=45, room="Boathouse"),),
        scene="waves",
        orders=30,
        fields={"visibility": "unlisted"},
    ),
)
