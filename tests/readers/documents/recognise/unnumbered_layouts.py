"""Documents whose questions have no numbers, and documents without questions: file name, text, what is to be found."""

from __future__ import annotations

__all__ = ["NOTHING", "OPTIONS", "TEXTS", "Expected"]

Expected = tuple[str, str, list[str], object]
"""Kind, stem, options, answer."""

BARKS = ("single", "Which animal barks?", ["Cat", "Dog", "Cow"], (1,))
YELLOW = ("single", "Which fruit is yellow?", ["Cherry", "Plum", "Banana"], (2,))

OPTIONS: dict[str, tuple[str, str, list[Expected]]] = {
    "blank lines between": (
        "a.txt",
        "Which animal barks?\nA. Cat\nB. Dog\nC. Cow\nAnswer: B\n\nWhich fruit is yellow?\nA. Cherry\nB. Plum\nC. Banana\nAnswer: C\n",
        [BARKS, YELLOW],
    ),
    "nothing between, options in a row": (
        "a.txt",
        "会汪汪叫的动物是（ ）\nA、猫  B、狗  C、牛\n答案：B\n做蛋糕一定要用的是\nA、面粉  B、沙子  C、石头\n答案：A\n",
        [
            ("single", "会汪汪叫的动物是（ ）", ["猫", "狗", "牛"], (1,)),
            ("single", "做蛋糕一定要用的是", ["面粉", "沙子", "石头"], (0,)),
        ],
    ),
    "a stem of two lines and an explanation": (
        "a.txt",
        (
            "Which animal\nbarks?\nA. Cat\nB. Dog\nC. Cow\nAnswer: B\nExplanation: Dogs bark.\nCats do not.\n\n"
            "Which fruit is yellow?\nA. Cherry\nB. Plum\nC. Banana\nAnswer: C\n"
        ),
        [("single", "Which animal\nbarks?", ["Cat", "Dog", "Cow"], (1,)), YELLOW],
    ),
    "Aiken": (
        "a.txt",
        "Which animal barks?\nA. Cat\nB. Dog\nC. Cow\nANSWER: B\n\nWhat do bees make?\nA) Milk\nB) Honey\nANSWER: B\n",
        [BARKS, ("single", "What do bees make?", ["Milk", "Honey"], (1,))],
    ),
    "every line between blank lines": (
        "a.txt",
        (
            "Which animal barks?\n\nA. Cat\n\nB. Dog\n\nC. Cow\n\nAnswer: B\n\nWhich fruit is yellow?\n\n"
            "A. Cherry\n\nB. Plum\n\nC. Banana\n\nAnswer: C\n"
        ),
        [BARKS, YELLOW],
    ),
    "Question alone on its line": (
        "a.txt",
        (
            "Question\nWhich animal barks?\nA. Cat\nB. Dog\nC. Cow\nAnswer: B\n\nQuestion\n"
            "Which fruit is yellow?\nA. Cherry\nB. Plum\nC. Banana\nAnswer: C\n"
        ),
        [BARKS, YELLOW],
    ),
    "a list with the right item in bold": (
        "a.md",
        "# Kitchen\n\nWhich animal barks?\n\n- Cat\n- **Dog**\n- Cow\n\nWhich fruit is yellow?\n\n- Cherry\n- Plum\n- **Banana**\n",
        [BARKS, YELLOW],
    ),
    "headings above lists with a tick": (
        "a.md",
        "## Which animal barks?\n- Cat\n- Dog ✅\n- Cow\n\n## Which fruit is yellow?\n- Cherry\n- Plum\n- ✅ Banana\n\nIt is sweet.\n",
        [BARKS, YELLOW],
    ),
    "boxes": (
        "a.md",
        "Which animal barks?\n\n- [ ] Cat\n- [x] Dog\n- [ ] Cow\n\nWhich have four legs?\n\n- [x] Cat\n- [x] Dog\n- [ ] Hen\n",
        [BARKS, ("multiple", "Which have four legs?", ["Cat", "Dog", "Hen"], (0, 1))],
    ),
    "bold stars that have swallowed a line break": (
        "a.txt",
        (
            "Which animal barks?\n\n- a. Cat\n**b. Dog**- c. Cow\n\nWhich fruit is yellow?\n\n- a. Cherry\n"
            "- b. Plum\n**c. Banana**\n\nStones are soft.\n\n- True\n**False**\n"
        ),
        [BARKS, YELLOW, ("truefalse", "Stones are soft.", [], False)],
    ),
    "trivia with the right text behind a caret": (
        "a.txt",
        "#Q Which animal barks?\n^ Dog\nA Cat\nB Dog\nC Cow\n\n#Q Which fruit is yellow?\n^ Banana\nA Cherry\nB Plum\nC Banana\n",
        [BARKS, YELLOW],
    ),
}

EGG: Expected = ("short", "How long does an egg boil?", [], "Eight minutes.")
BREAD: Expected = ("short", "What is bread made of?", [], "Flour and water.")

TEXTS: dict[str, tuple[str, str, list[Expected]]] = {
    "Q and A": (
        "a.txt",
        ("Q: How long does an egg boil?\nA: Eight minutes.\n\nQ: What is bread made of?\nA: Flour and water.\n"),
        [EGG, BREAD],
    ),
    "Question and Answer": (
        "a.txt",
        "Question: How long does an egg boil?\nAnswer: Eight minutes.\nQuestion: What is bread made of?\nAnswer: Flour and water.\n",
        [EGG, BREAD],
    ),
    "both in a line": (
        "a.txt",
        "Q: How long does an egg boil? A: Eight minutes.\nQ: What is bread made of? A: Flour and water.\n",
        [EGG, BREAD],
    ),
    "Chinese": (
        "a.txt",
        "问：鸡蛋煮多久？\n答：八分钟。\n要小火。\n问：面包用什么做？\n答：面粉和水。\n",
        [("short", "鸡蛋煮多久？", [], "八分钟。\n要小火。"), ("short", "面包用什么做？", [], "面粉和水。")],
    ),
    "German": (
        "a.txt",
        "Frage: Wie lange kocht ein Ei?\nAntwort: Acht Minuten.\n\nFrage: Woraus ist Brot?\nAntwort: Aus Mehl.\n",
        [("short", "Wie lange kocht ein Ei?", [], "Acht Minuten."), ("short", "Woraus ist Brot?", [], "Aus Mehl.")],
    ),
    "tabs": (
        "a.txt",
        "yeast\ta small fungus\nflour\tground wheat\noven\ta hot box\nspoon\ta tool\nknife\tit cuts\n",
        [
            ("short", "yeast", [], "a small fungus"),
            ("short", "flour", [], "ground wheat"),
            ("short", "oven", [], "a hot box"),
            ("short", "spoon", [], "a tool"),
            ("short", "knife", [], "it cuts"),
        ],
    ),
    "lines in turn below titles": (
        "a.txt",
        (
            "厨房里\n\n面包用什么做？\n面粉\n蛋糕要放在( )里烤\n烤箱\n切菜的工具是（ ）\n刀\n\n花园里\n\n"
            "浇花要用____\n水壶\n草莓是什么颜色？\n红色\n"
        ),
        [
            ("short", "面包用什么做？", [], "面粉"),
            ("cloze", "蛋糕要放在____里烤", [], ["烤箱"]),
            ("cloze", "切菜的工具是____", [], ["刀"]),
            ("cloze", "浇花要用____", [], ["水壶"]),
            ("short", "草莓是什么颜色？", [], "红色"),
        ],
    ),
    "statements with a sign": (
        "a.txt",
        "面包是用面粉做的。（√）\n石头可以当饭吃。（×）\n水在一百度时会沸腾。（√）\n",
        [
            ("truefalse", "面包是用面粉做的。( )", [], True),
            ("truefalse", "石头可以当饭吃。( )", [], False),
            ("truefalse", "水在一百度时会沸腾。( )", [], True),
        ],
    ),
    "statements with a word": (
        "a.txt",
        "Bread is made of flour. — True\nStones can be eaten. — False\nA hen has four legs - False\n",
        [
            ("truefalse", "Bread is made of flour.", [], True),
            ("truefalse", "Stones can be eaten.", [], False),
            ("truefalse", "A hen has four legs", [], False),
        ],
    ),
    "terms below a kind's heading": (
        "a.txt",
        "名词解释\n酵母：一种小小的真菌。\n面筋：面粉里的蛋白质。\n",
        [("short", "酵母", [], "一种小小的真菌。"), ("short", "面筋", [], "面粉里的蛋白质。")],
    ),
    "headings as terms": (
        "a.md",
        (
            "# 名词解释\n\n### 酵母 (yeast)\n\n* **定义**：一种真菌。\n\n### 面筋 (gluten)\n\n"
            "* **定义**：一种蛋白质。\n\n### 发酵 (fermentation)\n\n* **定义**：糖变成气。\n"
        ),
        [
            ("short", "酵母 (yeast)", [], "- 定义：一种真菌。"),
            ("short", "面筋 (gluten)", [], "- 定义：一种蛋白质。"),
            ("short", "发酵 (fermentation)", [], "- 定义：糖变成气。"),
        ],
    ),
    "bold lines with numbers in an answer": (
        "a.md",
        (
            "**什么是酵母？ 👶**\n\n一种真菌。\n\n**面团为什么会发起来？ 🚀**\n\n因为有气：\n\n1. 糖变成气\n"
            "2. 气留在面里\n\n**烤箱要多热？**\n\n两百度。\n"
        ),
        [
            ("short", "什么是酵母？", [], "一种真菌。"),
            ("short", "面团为什么会发起来？", [], "因为有气：\n1. 糖变成气\n2. 气留在面里"),
            ("short", "烤箱要多热？", [], "两百度。"),
        ],
    ),
    "tasks with a hidden solution": (
        "a.md",
        (
            "### Create a list of three things\n\n<details><summary>show</summary>\n\n```\neggs\n  milk\n```\n"
            "</details>\n\n### Sort the list\n\nBy price.\n\n<details><summary>show</summary>\n\n```\nsort\n"
            "```\n</details>\n\n### Delete the milk\n\n<details><summary>show</summary>\n\n```\nrm milk\n```\n"
            "</details>\n"
        ),
        [
            ("short", "Create a list of three things", [], "eggs\n  milk"),
            ("short", "Sort the list", [], "sort"),
            ("short", "Delete the milk", [], "rm milk"),
        ],
    ),
}

NOTHING: dict[str, tuple[str, str]] = {
    "an article": (
        "a.md",
        (
            "# Bread\n\nBread is old.\n\n## History\n\nPeople baked early. Why? Nobody knows.\n\n## Flour\n\n"
            "It is ground.\n\n## Baking\n\nIt is hot.\n"
        ),
    ),
    "a README": (
        "a.md",
        (
            "# breadtool\n\nBakes bread.\n\n## Installation\n\n```\npip install breadtool\n```\n\n## Usage\n\n"
            "- `bake` bakes\n- **`eat`** eats\n\n## How to contribute\n\nSend flour.\n\n## License\n\nMIT\n"
        ),
    ),
    "a table of contents": ("a.txt", "Flour\t1\nWater\t4\nYeast\t9\nOven\t12\nTable\t20\nGuests\t31\n"),
    "a poem": (
        "a.txt",
        ("面包在炉子里\n慢慢地长高\n窗外的雪\n还在下吗？\n我坐在桌旁\n等一口热气\n\n黄油化了\n冬天也化了\n谁在敲门？\n是风\n"),
    ),
    "a licence": (
        "a.txt",
        (
            "You may copy this bread under these terms:\na) You keep the crust.\nb) You name the baker.\n"
            "c) You share it.\n\nYou may sell it if:\na) You pay.\nb) You say so.\n"
        ),
    ),
    "an interview in prose": (
        "a.txt",
        (
            "We met the baker at dawn. He was tired, but he smiled.\nWhat made you start? he was asked once.\n"
            "He said that his father baked.\nHis mother did, too.\nThe shop opens at five.\n"
            "People come from far away.\nSome of them sing.\nThe street is quiet then.\n"
        ),
    ),
    "code": (
        "a.txt",
        ("from __future__ import annotations\nimport sys\ndef main():\n    run()\n    stop()\nclass Bread:\n    pass\nmain()\n"),
    ),
    "an API": (
        "a.md",
        "# bread\n\n## bake ()\n\nBakes.\n\n## eat ()\n\nEats.\n\n## cut ()\n\nCuts.\n\n## buy ()\n\nBuys.\n",
    ),
    "notes with bullets": (
        "a.md",
        ("Shopping\n\n- eggs\n- **milk**\n- flour\n\nThe rest is at home.\n\nTools\n\n- spoon\n- bowl\n\nThat is all.\n"),
    ),
    "names with letters": (
        "a.txt",
        "面包分为A、B、C三类，其中A类最软，B类较硬，C类最甜。\n顾客常常选A。\n店里每天卖出一百个。\n",
    ),
}
