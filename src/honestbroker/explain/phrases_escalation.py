"""Phrases of escalation: where plain steps lead, and where one misreading would lead.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ESCALATION"]

ESCALATION: Final[dict[str, tuple[str, str]]] = {
    "escalation": ("What may escalate", "Điều gì có thể leo thang"),
    "escalation.bad": ("Counted as bad: {outcomes}.", "Được coi là xấu: {outcomes}."),
    "escalation.asked": (
        "Asked {starts}: where do steps lead that somebody would want to take alone? And where would play lead, each moving only when it expects no answer that takes the gain away, if one party misread one line of another's list? {tried} misreadings were tried: two neighbouring wishes taken in the wrong order, or one not seen.",
        "Xét {starts}: những bước mà một bên muốn tự mình thực hiện dẫn đến đâu? Và nếu một bên đọc sai một dòng trong danh sách của bên khác, trong khi mỗi bên chỉ hành động khi không thấy có lời đáp nào lấy đi phần được lợi, thì cuộc chơi dẫn đến đâu? Đã thử {tried} cách đọc sai: hai mong muốn kề nhau bị hiểu ngược thứ tự, hoặc một mong muốn không được nhìn thấy.",
    ),
    "escalation.starts.today": ("from today", "từ trạng thái hiện nay"),
    "escalation.starts": (
        "from today, and from {count} states that come up as the stages of the plans settle",
        "từ trạng thái hiện nay, và từ {count} trạng thái xuất hiện khi các giai đoạn của các lộ trình lắng xuống",
    ),
    "escalation.starts.one": (
        "from today, and from one state that comes up as the stages of the plans settle",
        "từ trạng thái hiện nay, và từ một trạng thái xuất hiện khi các giai đoạn của các lộ trình lắng xuống",
    ),
    "escalation.unread": (
        "Lists that rank whole states have no lines to misread: {parties}.",
        "Danh sách xếp hạng cả trạng thái thì không có dòng nào để đọc sai: {parties}.",
    ),
    "escalation.nothing": (
        "None of this leads to anything bad.",
        "Không điều nào trong số đó dẫn đến kết cục xấu.",
    ),
    "escalation.today": ("From today", "Từ hiện nay"),
    "escalation.stage": ("{plan}: {stage}", "{plan}: {stage}"),
    "escalation.entered": (
        "Where it is entered so that, against today, {doings}:",
        "Khi giai đoạn này bắt đầu mà, so với hiện nay, {doings}:",
    ),
    "escalation.is bad": ("This state is bad itself.", "Bản thân trạng thái này đã là xấu."),
    "escalation.plain": (
        "Steps that somebody would want to take alone lead to {outcomes}: {path}",
        "Những bước mà một bên muốn tự mình thực hiện dẫn đến {outcomes}: {path}",
    ),
    "escalation.plain.not": (
        "No steps that somebody would want to take alone lead to anything bad.",
        "Không bước nào mà một bên muốn tự mình thực hiện dẫn đến kết cục xấu.",
    ),
    "escalation.mistakes": (
        "{count} misreadings would lead to something bad. The nearest:",
        "{count} cách đọc sai sẽ dẫn đến kết cục xấu. Gần nhất:",
    ),
    "escalation.mistakes.one": (
        "One misreading would lead to something bad:",
        "Một cách đọc sai sẽ dẫn đến kết cục xấu:",
    ),
    "escalation.mistakes.not": (
        "No single misreading would lead to anything bad.",
        "Không một cách đọc sai đơn lẻ nào dẫn đến kết cục xấu.",
    ),
    "escalation.settling": (
        "While things settle, misreadings would lead to something bad from {count} more states.",
        "Trong khi tình hình lắng xuống, các cách đọc sai sẽ dẫn đến kết cục xấu từ {count} trạng thái nữa.",
    ),
    "escalation.settling.one": (
        "While things settle, misreadings would lead to something bad from one more state.",
        "Trong khi tình hình lắng xuống, các cách đọc sai sẽ dẫn đến kết cục xấu từ một trạng thái nữa.",
    ),
    "escalation.swap": (
        "{viewer} takes {about} to want more that “{other}” than that “{what}”",
        "{viewer} cho rằng {about} mong “{other}” hơn là mong “{what}”",
    ),
    "escalation.drop": (
        "{viewer} does not see that {about} wants that “{what}”",
        "{viewer} không thấy rằng {about} mong “{what}”",
    ),
    "escalation.or": ("{first}, or {second}", "{first}, hoặc {second}"),
    "escalation.more": (
        "{told}, or misreads {about} in one of {count} more ways",
        "{told}, hoặc đọc sai {about} theo một trong {count} cách khác",
    ),
    "escalation.mistake": (
        "If {misreading}: {path} That is {outcomes}. Reading right, {viewer} would not {deeds} then: {answer} That would leave it no better off: {reason}.",
        "Nếu {misreading}: {path} Đó là {outcomes}. Nếu đọc đúng, khi đó {viewer} sẽ không {deeds}: {answer} Điều đó khiến bên này không khá hơn: {reason}.",
    ),
    "escalation.calm": (
        "From these stages nothing bad follows, neither by such steps nor by one misreading: {stages}.",
        "Từ các giai đoạn này không có kết cục xấu nào xảy ra, dù bằng những bước như vậy hay do một lần đọc sai: {stages}.",
    ),
}
