"""Events of Tsukimi: Tokyo, Kyoto, Osaka. Yen have no decimals."""

from ticketing.demo.sample.plans import CodePlan, EventPlan, QuestionPlan, SessionPlan, TypePlan

EVENTS = (
    EventPlan(
        slug="moonlit-garden",
        name="月夜の庭 Moonlit Garden",
        short="A garden in Kyoto by the light of the moon and two hundred lanterns.",
        description=(
            "円山の庭園を、月と二百の灯りだけで歩く夜。\n\nWalk the garden at your own pace; there is a shakuhachi "
            "player on the far bank every half hour. **Silence is kept on the bridge.**"
        ),
        categories=("outdoors", "art"),
        tags=("garden", "lanterns", "夜"),
        venue="garden",
        days=20,
        at="18:30",
        hours=3.5,
        capacity=460,
        types=(
            TypePlan(name="一般 General", price=2800, places=400, popularity=6),
            TypePlan(name="学生 Student", price=1500, places=60, popularity=2),
            TypePlan(name="灯籠 Lantern to keep", price=3200, places=70, popularity=1, fields={"kind": "merchandise"}),
        ),
        scene="aurora",
        gallery=("botanical", "waves"),
        orders=150,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="chakai",
        name="冬の茶会 Winter Tea",
        short="Eight guests, one hour, one bowl.",
        description=(
            "A tea gathering for eight, hosted by **Sōkei Mori**. Tell us a little about yourself; we confirm each "
            "guest by hand.\n\n白い靴下をお持ちください。 Please bring white socks."
        ),
        categories=("food", "learning"),
        tags=("tea", "茶道"),
        venue="nezu",
        days=15,
        at="14:00",
        hours=1.5,
        types=(TypePlan(name="席 Place", price=6000, places=8, fields={"max_per_order": 2}),),
        questions=(
            QuestionPlan(label="Have you been to a tea gathering before?", kind="long_text", asked_per="order"),
        ),
        scene="papercut",
    ),
    EventPlan(
        slug="koto-and-strings",
        name="箏と弦 Koto & Strings",
        short="Koto, cello, and the rain on a tin roof.",
        description="**Yuki Hanamura** (koto) and **Tomás Ferreira** (cello) improvise on themes by Miyagi and Bach.",
        categories=("music",),
        tags=("koto", "cello", "即興"),
        venue="nezu",
        days=8,
        at="19:00",
        hours=1.5,
        types=(TypePlan(name="自由席 Open seating", price=4500, places=84),),
        scene="waves",
        orders=31,
    ),
    EventPlan(
        slug="dock-jazz",
        name="Red Brick Jazz 大阪",
        short="Two days of jazz on the docks, day by day or all of it.",
        description=(
            "二日間、波止場でジャズ。 Big bands by day, trios by night, and a brass parade that ends in the water "
            "every year.\n\nFood stalls from eleven. Children under six are free and need no ticket."
        ),
        categories=("music", "food"),
        tags=("jazz", "festival", "大阪"),
        venue="dock",
        days=48,
        at="11:00",
        hours=33,
        capacity=800,
        types=(
            TypePlan(name="両日 Both days", price=9800, places=300, popularity=4, sessions=("Day one", "Day two")),
            TypePlan(name="一日目 Day one", price=5500, places=350, popularity=3, sessions=("Day one",)),
            TypePlan(name="二日目 Day two", price=5500, places=350, popularity=3, sessions=("Day two",)),
            TypePlan(name="手ぬぐい Festival towel", price=1200, popularity=1, fields={"kind": "merchandise"}),
        ),
        sessions=(
            SessionPlan(title="Day one", after=0, minutes=600, room="Dock stage", places=600),
            SessionPlan(title="Day two", after=1440, minutes=540, room="Dock stage", places=600),
        ),
        codes=(CodePlan(code="HAYAWARI", value=1000, kind="fixed_per_ticket", description="早割 ¥1,000 off each"),),
        scene="skyline",
        orders=175,
        fields={"is_featured": True},
    ),
    EventPlan(
        slug="brush-and-ink",
        name="筆と墨 Brush & Ink",
        short="An evening of calligraphy for complete beginners.",
        description="One brush, one character, two hours. Ink stains; come in something dark.",
        categories=("learning", "art"),
        tags=("calligraphy", "書道"),
        venue="nezu",
        days=5,
        at="18:30",
        hours=2,
        types=(TypePlan(name="体験 Lesson", price=5200, places=16, fields={"max_per_order": 4}),),
        questions=(
            QuestionPlan(label="The character you would like to write", kind="text"),
            QuestionPlan(label="Country you live in", kind="country"),
        ),
        scene="botanical",
        orders=7,
    ),
    EventPlan(
        slug="autumn-sake",
        name="秋の蔵開き Autumn Sake",
        short="Fourteen breweries, one dock.",
        description="Fourteen small breweries open their first barrels of the season.",
        categories=("food",),
        tags=("sake", "日本酒"),
        venue="dock",
        days=-27,
        at="13:00",
        hours=6,
        capacity=500,
        types=(
            TypePlan(name="前売 Advance", price=3500, popularity=6),
            TypePlan(name="グループ Group of four", price=12000, places=40, popularity=1),
        ),
        scene="dunes",
        orders=210,
        admitted=0.88,
    ),
)
