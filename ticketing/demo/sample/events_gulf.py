"""Events of Diwan Arts: Dubai and Kuwait. The Kuwaiti dinar has three decimals."""

from ticketing.demo.sample.plans import EventPlan, QuestionPlan, TypePlan

EVENTS = (
    EventPlan(
        slug="poetry-by-the-creek",
        name="أمسية شعرية على الخور",
        short="أمسية شعرية مع ليلى المنصوري. Poetry by the creek, in Arabic with English surtitles.",
        description=(
            "تقرأ **ليلى المنصوري** من ديوانها الجديد، يرافقها عازف العود سامي البلوشي.\n\n"
            "Poems in Arabic, English surtitles, mint tea."
        ),
        categories=("words", "music"),
        tags=("شعر", "عود", "poetry"),
        venue="creek",
        days=13,
        at="20:00",
        hours=2,
        types=(
            TypePlan(name="مقعد Seat", price=9000, places=180, popularity=5),
            TypePlan(name="الصف الأول Front row", price=18000, places=24, popularity=1),
        ),
        scene="dunes",
        orders=70,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="oud-nights",
        name="ليالي العود Oud Nights",
        short="Three generations of oud players in the old souq.",
        description="**نصير الكندري** وابنته وحفيدته على مسرح واحد. Three generations, one stage.",
        categories=("music",),
        tags=("عود", "oud"),
        venue="souq",
        currency="KWD",
        days=33,
        at="19:30",
        hours=2.5,
        types=(
            TypePlan(name="عام General", price=8500, places=240, popularity=4),
            TypePlan(name="عائلة Family of four", price=28750, places=20, popularity=1),
        ),
        scene="aurora",
        orders=60,
    ),
    EventPlan(
        slug="desert-stars",
        name="ليلة النجوم Desert Stars",
        short="Telescopes, blankets and stories for the whole family.",
        description="نراقب زحل والمشتري، ونسمع حكايات البدو. Saturn, Jupiter, and the stories that go with them.",
        categories=("family", "outdoors"),
        tags=("stars", "family", "نجوم"),
        venue="creek",
        days=26,
        at="18:00",
        hours=4,
        types=(
            TypePlan(name="بالغ Adult", price=12000, places=120, popularity=4),
            TypePlan(name="طفل Child", price=6000, places=80, popularity=3),
        ),
        questions=(
            QuestionPlan(
                label="Do you need transport from the city?", kind="choice", choices=("Yes", "No"), asked_per="order"
            ),
        ),
        scene="dunes",
        orders=50,
    ),
    EventPlan(
        slug="modern-calligraphy",
        name="خط حديث Modern Calligraphy",
        short="An exhibition, opened by its artists.",
        description="Twelve artists, one alphabet.",
        categories=("art",),
        tags=("خط", "exhibition"),
        venue="creek",
        days=-15,
        at="18:30",
        hours=4,
        types=(TypePlan(name="افتتاح Opening", price=4500, places=230),),
        scene="papercut",
        orders=115,
        admitted=0.8,
    ),
)
