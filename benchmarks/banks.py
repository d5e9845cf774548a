"""Makes question banks for the benchmark: realistic in size, layout and mix of kinds, and the same for the same seed.

Sentences are put together from word lists (subject × aspect × situation × number): they read like exam questions, their
content is nobody's. A bank is in one language and about one field; one of more than 2,000 questions takes in all fields.

    python benchmarks/banks.py OUT --banks 100 --questions 1000 --seed 1
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Union

__all__ = ["bank", "main"]

MIX = {"multiple": 15, "truefalse": 15, "cloze": 12, "short": 10, "case": 4, "match": 2, "order": 2}  # the rest: single
WIDE = 2_000  # from here on one field has too few words for stems that differ
Value = Union[str, int, bool, tuple[str, ...], Sequence["Value"], Mapping[str, "Value"]]  # noqa: UP007 - refers to itself

# "@ field title" opens a field, "@" the phrases of the language; ``a|b`` are alternatives, ``⟦…⟧`` is a blank.
CHINESE = """
@ service 客户服务
chapter: greeting=接待礼仪|complaints=投诉处理|refunds=退换与退款|quality=质检考核|channels=渠道运营|retention=客户维系
subject: 首次响应|投诉升级|退货申请|差评回访|会员积分|发票补开|工单转派|话术模板|情绪安抚|赔付方案|外呼名单|在线排队|词条维护|
满意度问卷|保修登记|物流异常|账号解封|预约改期
aspect: 办理时限|授权额度|升级条件|记录要求|告知义务|责任归属|沟通顺序|复核流程|保密范围|例外情形|评分标准|交接内容
actor: 新来的坐席|班组长|质检员|夜班主管|门店顾问|投诉专员|外包培训师
unit: 呼叫中心|旗舰店|服务站
finding: 发现有 {n} 位顾客还在等候|查到同类来电多了 {n} 通|被顾客追问第 {m} 次|看到系统提示已超时 {n} 分钟|得知货款 {n} 元未到账|
收到 {m} 份内容矛盾的记录|注意到评分掉到 {m} 分
@ databases 数据库
chapter: indexes=索引设计|transactions=事务与锁|modelling=数据建模|backup=备份恢复|tuning=性能调优|access=权限安全
subject: 覆盖索引|联合索引|全文索引|外键约束|分区表|物化视图|存储过程|触发器|连接池|慢查询日志|预写日志|行级锁|间隙锁|快照读|
读写分离|主从复制|分库分表|执行计划
aspect: 写入延迟|磁盘占用|并发上限|恢复时间|命中率|锁等待|数据一致性|维护成本|默认参数|失效条件|监控指标|迁移步骤
actor: 值班工程师|数据库管理员|后端开发者|审计人员|实习运维|架构师|数据分析师
unit: 机房|研发部|灾备中心
finding: 发现耗时升到 {n} 毫秒|看到磁盘只剩 {n} GB|收到 {m} 条死锁告警|查到 {n} 个会话在排队|注意到从库落后 {n} 秒|
得知单表已有 {n} 万行|遇到第 {m} 次连接被拒
@ networks 计算机网络
chapter: routing=路由交换|transport=传输层|wireless=无线接入|naming=域名与地址|firewalls=边界防护|monitoring=网络监测
subject: 三次握手|滑动窗口|拥塞控制|地址转换|子网划分|动态路由|生成树协议|虚拟局域网|链路聚合|域名解析|租约续期|负载均衡|
证书校验|隧道加密|流量整形|组播转发|信道规划|心跳检测
aspect: 收敛时间|丢包原因|报文开销|超时设置|安全隐患|带宽占用|排错顺序|配置前提|冗余方式|日志字段|端口范围|回退方案
actor: 网络管理员|驻场工程师|安全分析员|布线施工员|云平台运维|校园网助理|售前顾问
unit: 园区|校区|枢纽站
finding: 测得时延 {n} 毫秒|发现 {m} 台交换机反复重启|看到丢包率到了百分之 {m}|收到 {n} 条重复报文|查到空闲地址只剩 {m} 个|
注意到接口降为 {n} 兆|遇到 {n} 个终端同时掉线
@ biology 生物学
chapter: cells=细胞结构|metabolism=代谢|genetics=遗传规律|evolution=进化|ecology=生态系统|physiology=生理调节
subject: 光合作用|有氧呼吸|减数分裂|渗透作用|酶促反应|基因重组|伴性遗传|种群增长|群落演替|能量流动|神经传导|体液免疫|
血糖调节|质壁分离|蛋白质合成|自然选择|细胞凋亡|根瘤固氮
aspect: 发生场所|影响因素|能量来源|观察现象|对照设置|产物检测|温度范围|数量变化|生理意义|判断依据|抑制条件|实验步骤
actor: 高二学生|实验员|研究生|农技推广员|野外考察队员|生物教师|检验技师
unit: 实验室|试验田|植物园
finding: 测得溶液为 {n} 毫摩|数出 {n} 个着色细胞|发现 {m} 组样品没有变色|记录到气体减少 {n} 毫升|看到叶片第 {m} 天发黄|
统计出后代共 {n} 株|把水温调到 {m} 度附近
@ law 法律常识
chapter: contracts=合同|torts=侵权责任|labour=劳动关系|property=物权|family=婚姻家庭|procedure=诉讼程序|consumers=消费者权益
subject: 违约金条款|定金罚则|保证责任|格式条款|试用期约定|竞业限制|工伤认定|善意取得|抵押登记|相邻关系|遗嘱效力|诉讼时效|
证据保全|管辖异议|产品缺陷|七日退货|股东表决|财产分割
aspect: 成立要件|举证责任|适用范围|法律后果|起算时间|免责事由|书面形式|赔偿限额|通知义务|优先顺序|救济途径|主体资格
actor: 实习律师|法务专员|仲裁员|社区调解员|书记员|个体店主|承租人
unit: 律师事务所|法律援助中心|产业园
finding: 查明欠款共 {n} 万元|发现合同缺了 {m} 页|得知对方拖延 {n} 天|收到 {m} 份相反的证言|看到登记晚了 {n} 日|
了解到涉及 {n} 名员工|接到第 {m} 次催告
@
when: 月末盘点前|系统升级当晚|开业第二周|年度检查期间|换班交接时|春节假期后|试点的头一天|季度复盘会上|台风预警期间|新规施行当月|
演练结束后|促销高峰里|合作方来访时|整改验收那天|学期开始时|项目收尾阶段
city: 杭州|成都|武汉|西安|厦门|哈尔滨|昆明|济南|长沙|兰州|南宁|合肥|沈阳|贵阳|苏州|珠海|呼和浩特|洛阳
verb: 核对|记录|复查|说明|比较|调整|公示|暂停|重新评估|逐项确认|限定|提前通知|分级处理|抽样检验|书面确认|简化|延长|单独标注
effect: 不再需要复核|会立即恢复正常|可以由一人决定|必须重新登记|不受影响|自动失去效力|仍应保留原件
option: {verb}{subject}的{aspect}|先{verb}{aspect}，再{verb2}{subject}|在 {n} 小时内{verb}{subject}|由{actor}{verb}{subject}
step: {verb}{subject}的{aspect}|请{actor}{verb}{subject}|汇总{subject}，形成 {m} 条结论|按{aspect}{verb}{subject}
why: {subject}的{aspect}决定了先后，{actor}应当先{verb}再行动。|没有{verb}{subject}之前，关于{aspect}的任何结论都站不住。|
{actor}常把{subject}和{subject2}混为一谈，二者的{aspect}并不相同。|超过 {n} 的部分须另行{verb}，这一点由{aspect}推出。
hint: 想一想{subject}的{aspect}|注意{actor}的身份|先看{aspect}，再看数字
note: 忽略了{aspect}|这是{subject}的做法，不适用于此|顺序反了，应先{verb}
code: （参见 `limit = {n}`）|（字段 `item_{m}`）|（其中 $T = \\frac{{{n}}}{{k_{m}}}$）|（满足 $x_{m} \\le {n}$）
single: {when}，{city}{unit}的{actor}处理{subject}的{aspect}时{finding}，首先应当怎么做？|
{actor}{finding}，事情涉及{subject}。就{aspect}而言，{city}{unit}的哪种说法正确？|
在{city}{unit}，{actor}{finding}，于是怀疑{subject}的{aspect}有问题。最合理的处置是？|
{when}{finding}的是{city}的一名{actor}。关于{subject}，哪一项最能说明{aspect}？|
为了弄清{subject}的{aspect}，{when}{actor}{finding}后请教了{city}的同事，谁的建议可取？
multiple: {when}，{actor}{finding}。围绕{subject}的{aspect}，{city}{unit}需要做到哪些？|
{city}{unit}检查{subject}时{finding}，{actor}认为与{aspect}有关的因素包括？|
下列哪些做法会改变{subject}的{aspect}？背景是{when}{city}的{actor}{finding}。
truefalse: {when}，{city}的{actor}{finding}，此时{subject}的{aspect}{effect}。|
只要{city}{unit}已经{verb}{subject2}，即使{actor}{finding}，{subject}的{aspect}也{effect}。
cloze: {when}，{city}{unit}约定：{subject}的{aspect}由⟦{actor}⟧负责，超过⟦{n} 天⟧须重新{verb}。|
{actor}在{city}{finding}，这说明{subject}的⟦{aspect}::哪一方面⟧需要{verb}，而不是⟦{subject2}⟧。|
{city}的{actor}{finding}，依据⟦c1::{aspect}⟧的要求，应当先{verb}⟦c2::{subject}⟧，再{verb2}⟦c1::{aspect2}⟧。
blank: {when}，{actor}{finding}，{city}{unit}因此把____的____而不是{aspect2}列为重点，并{verb}{subject2}。
short: {when}，{city}的{actor}{finding}。请说明{subject}与{subject2}在{aspect}上的区别。|
{city}{unit}要{verb}{subject}，{actor}却{finding}。简述{aspect}的要点。
case: {when}，{city}{unit}的{actor}接手{subject}，随即{finding}。同事主张先{verb}{subject2}，主管要求{verb2}{aspect}，
双方各有记录可查，而离约定的期限只剩 {n} 小时。
part: 指出{actor}在{aspect}上的不当之处。|如果再次{finding}，{subject}应当怎样{verb}？|拟一份{verb}{subject2}的方案并说明理由。
match: {when}，{actor}{finding}。把{subject}等概念与{city}{unit}给出的{aspect}说明一一对应。
order: {when}，{city}{unit}的{actor}{finding}。请按先后排列{verb}{subject}、理清{aspect}的步骤。
"""

ENGLISH = """
@ service Customer service
chapter: greeting=First contact|complaints=Complaints|refunds=Refunds|quality=Quality|channels=Channels|retention=Retention
subject: callbacks|escalated complaints|return requests|loyalty points|duplicate invoices|ticket routing|call scripts|
goodwill vouchers|chat queues|help articles|satisfaction surveys|warranty claims|lost parcels|account recovery
aspect: time limit|approval level|record keeping|ownership|wording|order of steps|review|privacy|exceptions|scoring
actor: a new agent|the shift lead|a quality coach|the night supervisor|a shop adviser|an outsourced trainer
finding: finds {n} callers still on hold|counts {n} repeat calls|is asked the same thing {m} times|
sees a timer at {n} minutes|gets {m} conflicting notes|learns that {n} euros are missing
@ databases Databases
chapter: indexes=Indexes|transactions=Transactions|modelling=Modelling|backup=Backup|tuning=Tuning|access=Access
subject: covering indexes|foreign keys|partitioned tables|stored procedures|triggers|connection pools|slow query logs|
write-ahead logs|row locks|snapshot reads|replicas|execution plans|window functions|temporary tables
aspect: write latency|disk use|concurrency limit|recovery time|hit rate|lock waits|consistency|upkeep|defaults|migration
actor: the engineer on call|a database administrator|a backend developer|an auditor|a junior analyst|the architect
finding: measures {n} ms per query|sees {n} GB of free disk|gets {m} deadlock alerts|finds {n} waiting sessions|
notices a replica {n} seconds behind|counts {n} million rows
@ biology Biology
chapter: cells=Cells|metabolism=Metabolism|genetics=Genetics|evolution=Evolution|ecology=Ecology|lab=Laboratory
subject: photosynthesis|cell respiration|meiosis|osmosis|enzyme reactions|sex-linked traits|population growth|succession|
nerve signals|antibodies|blood sugar control|plant hormones|natural selection|nitrogen fixation
aspect: location|limiting factor|energy source|visible effect|control group|end product|temperature range|time course|
inhibition|evidence
actor: a pupil|the lab technician|a graduate student|a field biologist|the teacher|a farm adviser
finding: measures {n} millimoles|counts {n} stained cells|finds {m} samples unchanged|records a loss of {n} ml|
sees yellow leaves on day {m}|grows {n} seedlings
@ law Law
chapter: contracts=Contracts|torts=Torts|labour=Labour|property=Property|family=Family|procedure=Procedure|consumers=Consumers
subject: penalty clauses|deposits|guarantees|standard terms|probation periods|non-compete clauses|work accidents|mortgages|
easements|wills|limitation periods|product defects|cooling-off rights|shareholder votes
aspect: requirements|burden of proof|scope|legal effect|starting date|defences|written form|damages|notice|remedies
actor: a trainee solicitor|the in-house lawyer|an arbitrator|a mediator|the court clerk|a tenant
finding: finds {n} euros unpaid|misses {m} pages of the contract|counts {n} days of delay|hears {m} opposed witnesses|
learns of {n} affected employees|receives reminder number {m}
@
when: Before the monthly audit|On the night of the upgrade|In the second week|During the handover|After the holidays|
On the first day of the trial|At the quarterly review|During a storm warning|After the drill|At peak season|
When partners visit|At the end of the project
city: Leeds|Porto|Toronto|Oslo|Nairobi|Austin|Ghent|Lima|Perth|Dublin|Kyoto|Malmo|Quito|Turin|Denver|Gdansk|Auckland|Haifa
verb: check|record|compare|adjust|publish|suspend|reassess|confirm|restrict|announce|grade|sample|simplify|extend|document
effect: no longer matters|is back to normal at once|is one person's decision|must be registered again|stays as it was
option: {verb} the {aspect} of {subject}|{verb} {subject} within {n} hours|first {verb} the {aspect}, then {verb2} {subject}|
let {actor} {verb} {subject}
step: {verb} the {aspect} of {subject}|ask {actor} to {verb} {subject}|draw {m} conclusions on {subject}
why: The {aspect} of {subject} comes first, so {actor} has to {verb} it before anything else.|
Until {subject} are in order, nothing can be said about the {aspect}.|Anything above {n} calls for another look at {subject}.|
Many people mix up {subject} with {subject2}; they differ in their {aspect}.
hint: Think of the {aspect}.|Who is {actor} here?|Read the number again.
note: forgets the {aspect}|holds for {subject} only|has the order the wrong way round
code: (see `limit = {n}`)|(field `item_{m}`)|(with $T = \\frac{{{n}}}{{k_{m}}}$)|(where $x_{m} \\le {n}$)
single: {when}, {actor} in {city} {finding}. Which step settles the {aspect} of {subject}?|
In {city} {actor} {finding} and suspects {subject}. What best explains the {aspect}?|
{actor} from {city} {finding} and blames {subject}, not {subject2}. What does the {aspect} call for?|
{when} {actor} {finding}. As for {subject}, which claim about the {aspect} holds in {city}?
multiple: {when}, {actor} in {city} {finding}. What affects the {aspect} of {subject} and {subject2}?|
Which measures change the {aspect} of {subject} once {actor} in {city} {finding}?
truefalse: {when}, {actor} in {city} {finding}; the {aspect} of {subject} {effect}.|
As long as {city} can {verb} {subject2}, the {aspect} of {subject} {effect}, even if {actor} {finding}.
cloze: In {city} the {aspect} of {subject} is up to ⟦{actor}⟧, who {finding}; after ⟦{n} days⟧ they {verb} it again.|
{when}, {actor} {finding}, so {city} must {verb} the ⟦{aspect}::which side?⟧ of {subject} and not of ⟦{subject2}⟧.|
If {actor} in {city} {finding}, first {verb} ⟦c1::the {aspect}⟧ of ⟦c2::{subject}⟧, then ⟦c1::the {aspect2}⟧.
blank: {when}, {actor} in {city} {finding}, so the ____ of ____ comes first, not the {aspect2}, and they {verb} {subject2}.
short: {when}, {actor} in {city} {finding}. How do {subject} and {subject2} differ in their {aspect}?|
{city} wants to {verb} {subject}, but {actor} {finding}. Sum up the {aspect}.
case: {when}, {actor} in {city} takes over {subject} and {finding}. A colleague wants to {verb} {subject2} first, the manager
asks to {verb2} the {aspect}, both have records to show, and {n} hours are left.
part: What did {actor} get wrong about the {aspect}?|How would you {verb} {subject}?|Draft a plan to {verb} {subject2}.
match: {when}, {actor} in {city} {finding}. Match {subject} and the others with the {aspect} given for each.
order: {when}, {actor} in {city} {finding}. Put the steps to {verb} the {aspect} of {subject} in order.
"""

Words = dict[str, tuple[str, ...]]


def _grammar(text: str, glue: str) -> dict[str, Words]:
    sections: dict[str, Words] = {}
    for section in re.split(r"^@", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        entries = re.split(r"^(\w+): ", body.replace("|\n", "|"), flags=re.MULTILINE)[1:]
        lists = (words.strip().replace("\n", glue).split("|") for words in entries[1::2])
        sections[name.strip()] = dict(zip(entries[::2], map(tuple, lists), strict=True))
    return sections


class _Author:
    """Writes questions about one field; the dice decide everything, so the same dice give the same questions."""

    def __init__(self, dice: random.Random, words: Words, glue: str) -> None:
        self.dice, self.words, self.glue = dice, words, glue

    def opening(self, kind: str, asked: set[tuple[str, ...]], share: int) -> tuple[str, dict[str, str]]:
        """A stem and its facts. Of their six main words, stems of one phrase share fewer than ``share``."""
        for _ in range(200):  # past that, the bank is larger than the words are many
            facts, phrase = self.facts(), self.dice.choice(self.words[kind])
            parts = tuple(facts[key] for key in ("subject", "aspect", "actor", "event", "city", "when"))
            keys = {(phrase, *some) for some in combinations(parts, share)}
            if asked.isdisjoint(keys):
                break
        asked |= keys
        stem = phrase.format_map(facts)
        return stem[:1].upper() + stem[1:], facts

    def facts(self) -> dict[str, str]:
        """One word for every slot of a phrase."""
        dice, words = self.dice, self.words
        n, m = dice.randint(11, 980), dice.randint(2, 19)
        facts = {key: dice.choice(words.get(key, ("",))) for key in ("when", "city", "unit", "actor", "effect")}
        for key in ("subject", "aspect", "verb"):
            facts[key], facts[f"{key}2"] = dice.sample(words[key], 2)
        event = dice.choice(words["finding"])
        return facts | {"n": str(n), "m": str(m), "event": event, "finding": event.format(n=n, m=m)}

    def say(self, what: str, facts: dict[str, str]) -> str:
        """A phrase of some sort, its slots filled."""
        text = self.dice.choice(self.words[what]).format_map(facts)
        return text[:1].upper() + text[1:]

    def several(self, what: str, low: int, high: int | None = None) -> list[str]:
        """From ``low`` to ``high`` phrases of some sort, all different."""
        wanted = self.dice.randint(low, high or low)
        found: dict[str, None] = {}
        while len(found) < wanted:
            found[self.say(what, self.facts())] = None
        return list(found)

    def explain(self, subject: str, aspect: str) -> str:
        """One to three sentences on a subject, each of another pattern."""
        patterns = self.dice.sample(self.words["why"], self.dice.randint(1, 3))
        sentences = [p.format_map(self.facts() | {"subject": subject, "aspect": aspect}) for p in patterns]
        return self.glue.join(sentence[:1].upper() + sentence[1:] for sentence in sentences)

    def question(self, kind: str, key: str, field: str, asked: set[tuple[str, ...]], share: int) -> dict[str, Value]:
        """A question as it stands in the bank."""
        dice = self.dice
        stem, facts = self.opening("blank" if kind == "cloze" and dice.random() < 0.25 else kind, asked, share)
        body: dict[str, Value] = {"id": key, "stem": stem.replace("⟦", "{{").replace("⟧", "}}")}
        body |= self.answer(kind, stem, facts)
        if dice.random() < 0.9:
            body["explanation"] = self.explain(facts["subject"], facts["aspect"])
        if dice.random() < 0.1:
            body["hint"] = self.say("hint", facts)
        if dice.random() < 0.1:
            self.mark(body, facts, kind)
        return body | {"topics": (f"{field}::{facts['aspect'].replace(' ', '-')}",), "difficulty": dice.randint(1, 5)}

    def answer(self, kind: str, stem: str, facts: dict[str, str]) -> dict[str, Value]:
        """The keys that depend on the kind."""
        dice = self.dice
        if kind in ("single", "multiple"):
            texts = self.several("option", 4, 4 if kind == "single" else 5)
            notes = [self.say("note", facts) if dice.random() < 0.06 else "" for _ in texts]
            right = dice.sample("ABCDE"[: len(texts)], 1 if kind == "single" else dice.randint(2, len(texts) - 1))
            options: list[Value] = [{"text": t, "note": n} if n else t for t, n in zip(texts, notes, strict=True)]
            return {"options": options, "answer": "".join(sorted(right))}
        if kind == "truefalse":
            return {"answer": dice.random() < 0.5}
        if kind == "cloze":
            return {"answer": [facts["subject"], facts["aspect"]]} if "____" in stem else {}
        if kind == "short":
            return {"answer": self.several("step", 2, 4) if dice.random() < 0.4 else self.say("why", facts)}
        if kind == "case":
            return {"parts": [self.part(task) for task in self.several("part", 2, 3)]}
        if kind == "match":
            lefts = dice.sample(self.words["subject"], dice.randint(3, 5))
            return {"pairs": list(zip(lefts, self.several("option", len(lefts)), strict=True))}
        return {"items": self.several("step", 4, 6)}

    def part(self, stem: str) -> dict[str, Value]:
        """A task of a case, with its rubric."""
        rubric: list[Value] = [{"text": text, "points": self.dice.randint(1, 4)} for text in self.several("step", 2, 3)]
        return {"stem": stem, "answer": self.say("why", self.facts()), "rubric": rubric}

    def mark(self, body: dict[str, Value], facts: dict[str, str], kind: str) -> None:
        """Puts some Markdown into one text: bold, code or a formula, a list."""
        places = [key for key in ("stem", "explanation", "hint") if key in body and (key != "stem" or kind != "cloze")]
        if not places:
            return
        place, style = self.dice.choice(places), self.dice.randrange(3)
        text = str(body[place])
        if style == 0 and facts["subject"] in text:
            body[place] = text.replace(facts["subject"], f"**{facts['subject']}**", 1)
        elif style == 1 and place == "explanation":
            body[place] = f"{text}\n\n" + "".join(f"- {step}\n" for step in self.several("step", 2, 3))
        else:
            body[place] = text + self.glue + self.say("code", facts)


def _scalar(value: Value, special: str = "") -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_scalar(item, ',[]{}') for item in value)}]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = text[0] not in "-?:,[]{}#&*!|>'\"%@`" and ": " not in text and " #" not in text and text[-1] != ":"
    if plain and not any(character in text for character in special):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(key: str, value: Value, pad: str) -> Iterator[str]:
    if isinstance(value, str) and "\n" in value:
        yield f"{pad}{key}: |"
        yield from (f"{pad}  {line}" if line else "" for line in value.rstrip("\n").split("\n"))
    elif isinstance(value, list):
        yield f"{pad}{key}:"
        for number, item in enumerate(value):
            if number and key in ("questions", "chapters"):
                yield ""
            if isinstance(item, dict):
                inner = [line for name, entry in item.items() for line in _lines(name, entry, f"{pad}    ")]
                yield f"{pad}  - {inner[0].lstrip()}"
                yield from inner[1:]
            else:
                yield f"{pad}  - {_scalar(item)}"
    else:
        yield f"{pad}{key}: {_scalar(value)}"


LANGUAGES = (("zh-CN", "", _grammar(CHINESE, "")), ("en", " ", _grammar(ENGLISH, " ")))


def bank(seed: int, number: int, questions: int) -> str:
    """The YAML text of bank ``number`` (from 1) with so many questions; odd ones are Chinese, even ones English."""
    dice = random.Random(f"{seed}:{number}")  # noqa: S311 - texts, no secrets
    code, glue, grammar = LANGUAGES[(number - 1) % 2]
    names = [name for name in grammar if name]
    chosen = names if questions > WIDE else [names[(number - 1) // 2 % len(names)]]
    field, _, title = ("general", "", "General") if questions > WIDE else chosen[0].partition(" ")
    pool = [(name, chapter) for name in chosen for chapter in grammar[name]["chapter"]]
    chapters = dice.sample(pool, min(len(pool), dice.randint(5, 8)))
    kinds = [kind for kind, share in MIX.items() for _ in range(round(questions * share / 100))]
    kinds = (kinds + ["single"] * (questions - len(kinds)))[:questions]
    dice.shuffle(kinds)
    listed: list[Value] = []
    asked: set[tuple[str, ...]] = set()
    share = 4 if questions > WIDE else 3
    for index, (name, chapter) in enumerate(chapters):
        slug, _, heading = chapter.partition("=")
        author = _Author(dice, grammar[name] | grammar[""], glue)
        mine = kinds[index :: len(chapters)]
        made = [author.question(kind, f"{slug}-{i:03}", field, asked, share) for i, kind in enumerate(mine, 1)]
        listed.append({"id": slug, "title": heading, "topics": (field,), "questions": made})
    head: dict[str, Value] = {"deckpress": 1, "id": f"{field}-{number:03}", "title": f"{title} {number:03}", "language": code}
    whole: dict[str, Value] = {**head, "tags": ("practice",), "chapters": listed}
    return "\n".join(line for key, value in whole.items() for line in _lines(key, value, "")) + "\n"


def main() -> None:
    """Writes the banks of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder to write bank-001.yaml and so on into")
    parser.add_argument("--banks", type=int, default=100)
    parser.add_argument("--questions", type=int, default=1000, help="questions a bank")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for number in range(1, args.banks + 1):
        text = bank(args.seed, number, args.questions)
        (args.out / f"bank-{number:03}.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
