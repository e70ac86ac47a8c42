"""The phrases of concepts, conventions, pictures and provenance, in English and Vietnamese.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["PICTURES"]

PICTURES: Final[dict[str, tuple[str, str]]] = {
    # concepts and conventions
    "concept.nash": ("Nash stability", "ổn định Nash"),
    "concept.gmr": ("General metarationality", "siêu duy lý tổng quát"),
    "concept.smr": ("Symmetric metarationality", "siêu duy lý đối xứng"),
    "concept.seq": ("Sequential stability", "ổn định tuần tự"),
    "concept.sseq": ("Symmetric sequential stability", "ổn định tuần tự đối xứng"),
    "concept.nash.short": ("Nash", "Nash"),
    "concept.gmr.short": ("GMR", "GMR"),
    "concept.smr.short": ("SMR", "SMR"),
    "concept.seq.short": ("SEQ", "SEQ"),
    "concept.sseq.short": ("SSEQ", "SSEQ"),
    "concept.nash.what": (
        "it has no improvement (Nash)",
        "không có bước đi nào có lợi cho nó (Nash)",
    ),
    "concept.gmr.what": (
        "every improvement can be answered by moves of the others that leave it no better off "
        "(GMR)",
        "mọi bước có lợi đều có thể bị các bên khác đáp trả bằng những bước khiến nó không khá "
        "hơn (GMR)",
    ),
    "concept.smr.what": (
        "every improvement can be answered so, and it cannot escape the answer by moving once "
        "more (SMR)",
        "mọi bước có lợi đều có thể bị đáp trả như vậy, và nó không thể thoát bằng cách đi thêm "
        "một bước (SMR)",
    ),
    "concept.seq.what": (
        "every improvement can be answered by improvements of the others, so by moves they "
        "would want to make, that leave it no better off (SEQ)",
        "mọi bước có lợi đều có thể bị đáp trả bằng những bước có lợi cho chính các bên đáp "
        "trả, khiến nó không khá hơn (SEQ)",
    ),
    "concept.sseq.what": (
        "every improvement can be answered by improvements of the others, and it cannot escape "
        "the answer by moving once more (SSEQ)",
        "mọi bước có lợi đều có thể bị đáp trả bằng những bước có lợi cho các bên đáp trả, và "
        "nó không thể thoát bằng cách đi thêm một bước (SSEQ)",
    ),
    "convention.moves": (
        "A party may change any of its own options at once; only the result must be feasible.",
        "Một bên có thể thay đổi cùng lúc mọi lựa chọn của mình; chỉ kết quả phải khả thi.",
    ),
    "convention.moves.other": (
        "A party has the moves that the case lists, and no others.",
        "Mỗi bên chỉ có những bước đi mà hồ sơ liệt kê.",
    ),
    "convention.sequences": (
        "In a sequence of moves nobody moves twice in succession; a party may move again later.",
        "Trong một chuỗi bước đi, không bên nào đi hai lần liền nhau; một bên có thể đi lại về "
        "sau.",
    ),
    "convention.ranks": (
        "Preferences are orders: a state is better, worse or tied, never better by an amount.",
        "Sở thích là thứ tự: một trạng thái tốt hơn, xấu hơn hoặc ngang nhau, không có mức "
        "chênh lệch.",
    ),
    "convention.holds": (
        "A state holds if no party gains by moving alone. It holds while deterred if some party "
        "would gain, but the others would want to answer in a way that takes the gain away.",
        "Một trạng thái đứng vững nếu không bên nào được lợi khi đơn phương thay đổi. Nó đứng "
        "vững nhờ răn đe nếu có bên được lợi, nhưng các bên khác sẽ muốn đáp trả khiến cái lợi "
        "ấy mất đi.",
    ),
    "convention.unknown order": (
        "Statements of unknown order are taken in the order written.",
        "Các nhận định chưa rõ thứ tự được lấy theo thứ tự đã viết.",
    ),
    # pictures
    "figure.map": ("Map of play", "Bản đồ diễn biến"),
    "figure.table": ("Options by states", "Lựa chọn theo trạng thái"),
    "figure.orders": (
        "Each party's order of the states that matter",
        "Thứ tự các trạng thái đáng chú ý của từng bên",
    ),
    "figure.path": ("The way to {state}", "Đường tới {state}"),
    "figure.founding": (
        "What the parties' statements rest on",
        "Các nhận định về từng bên dựa trên gì",
    ),
    "figure.founding.cited": ("cites a source", "có trích nguồn"),
    "figure.founding.judged": ("judgement only", "chỉ là đánh giá"),
    "figure.founding.unsourced": ("no source", "không có nguồn"),
    "figure.founding.row": (
        "{party}: {cited} cited, {judged} judged only, {unsourced} unsourced.",
        "{party}: {cited} có trích nguồn, {judged} chỉ là đánh giá, {unsourced} không có nguồn.",
    ),
    "figure.tag.here": ("today's state", "hiện trạng"),
    "figure.tag.alone": ("reached by single parties", "tới được bằng bước đi riêng"),
    "figure.tag.together": ("reached by deals", "tới được bằng thỏa thuận"),
    "figure.tag.by moves": (
        "reached only against somebody's interest",
        "chỉ tới được khi có bên làm trái lợi ích",
    ),
    "figure.tag.unreachable": ("not reached", "không tới được"),
    "figure.border.holds": ("holds", "đứng vững"),
    "figure.border.while deterred": ("holds while deterred", "đứng vững nhờ răn đe"),
    "figure.border.no": ("does not hold", "không đứng vững"),
    "figure.warning": ("a trap or a regret", "là bẫy hoặc gây hối tiếc"),
    "figure.line.own": ("a party's own step", "bước đi riêng của một bên"),
    "figure.line.against": ("a step against its own interest", "bước trái với lợi ích của mình"),
    "figure.line.deal": ("a deal, channel open", "thỏa thuận, kênh đang mở"),
    "figure.line.closed": ("a deal, no channel today", "thỏa thuận, hiện không có kênh"),
    "figure.taken": ("done", "có thực hiện"),
    "figure.changed": ("differs from today", "khác hiện nay"),
    "figure.best": ("best", "tốt nhất"),
    "figure.worst": ("worst", "xấu nhất"),
    "figure.order": ("{party}: {order}.", "{party}: {order}."),
    "figure.then": ("; then ", "; rồi đến "),
    "figure.point": ("{name}: {verdict}; {tag}.", "{name}: {verdict}; {tag}."),
    "figure.point.bare": ("{name}: {verdict}.", "{name}: {verdict}."),
    "figure.arrow": ("From {start} to {end}: {step}.", "Từ {start} đến {end}: {step}."),
    "figure.left_out": (
        "{count} more states that matter are left out.",
        "Còn {count} trạng thái đáng chú ý không vẽ ở đây.",
    ),
    "figure.left_out.one": (
        "One more state that matters is left out.",
        "Còn một trạng thái đáng chú ý không vẽ ở đây.",
    ),
    "figure.step.own": ("Step {number}", "Bước {number}"),
    "figure.step.against": (
        "Step {number}, against its own interest",
        "Bước {number}, trái lợi ích của mình",
    ),
    "figure.step.open": ("Step {number}, a deal", "Bước {number}, thỏa thuận"),
    "figure.step.closed": (
        "Step {number}, a deal: no channel today",
        "Bước {number}, thỏa thuận: hiện chưa có kênh",
    ),
    # provenance
    "provenance": ("Provenance", "Nguồn gốc"),
    "provenance.kind.statement": ("Statement", "Nhận định"),
    "provenance.kind.ranking": ("Ranking of the states", "Bảng xếp hạng các trạng thái"),
    "provenance.kind.option": ("Option", "Lựa chọn"),
    "provenance.kind.flag": ("Assumption", "Giả định"),
    "provenance.kind.rule": ("Rule", "Quy tắc"),
    "provenance.kind.group": ("Group and its channel", "Nhóm và kênh liên lạc"),
    "provenance.kind.term": ("Definition", "Định nghĩa"),
    "provenance.kind.outcome": ("Named outcome", "Kết cục được nêu"),
    "provenance.kind.profile": ("Edit of a profile", "Chỉnh sửa của kịch bản"),
    "provenance.kind.change": ("Change", "Thay đổi"),
    "provenance.line": (
        "{party}, priority {position} of {length}",
        "{party}, ưu tiên {position} trên {length}",
    ),
    "provenance.title": ("{kind} [{id}]", "{kind} [{id}]"),
    "provenance.fact": ("{label}: {value}", "{label}: {value}"),
    "provenance.party": ("Party", "Bên"),
    "provenance.words": ("Words", "Lời"),
    "provenance.no_words": ("[{id}]", "[{id}]"),
    "provenance.untranslated": ("{text}", "{text} [chưa có bản dịch]"),
    "provenance.formula": ("Formula", "Công thức"),
    "provenance.value": ("In this case", "Trong hồ sơ này"),
    "provenance.value.both": ("can be undone", "rút lại được"),
    "provenance.value.forward": ("cannot be undone once done", "đã làm thì không rút lại được"),
    "provenance.value.backward": (
        "cannot be resumed once given up",
        "đã bỏ thì không trở lại được",
    ),
    "provenance.value.fixed": ("does not change", "không thay đổi"),
    "provenance.value.true": ("true", "đúng"),
    "provenance.value.false": ("untrue", "không đúng"),
    "provenance.value.open": ("the channel works", "kênh liên lạc hoạt động"),
    "provenance.value.closed": ("there is no working channel", "không có kênh liên lạc"),
    "provenance.value.firm": ("a principle", "một nguyên tắc"),
    "provenance.source": ("Source", "Nguồn"),
    "provenance.locator": (", at {locator}", ", tại {locator}"),
    "provenance.digest": (
        " (SHA-256 of the text read: {digest}…)",
        " (SHA-256 của đoạn đã đọc: {digest}…)",
    ),
    "provenance.judgement": ("Judgement", "Đánh giá"),
    "provenance.by": ("{author}{date}", "{author}{date}"),
    "provenance.unsourced": ("none: this is unsourced", "không có: mục này chưa có nguồn"),
    "provenance.definition": ("none needed: it is a definition", "không cần: đây là định nghĩa"),
    "provenance.place": ("In the case file", "Trong tệp hồ sơ"),
    "provenance.citation": ("Citation", "Trích dẫn"),
    "provenance.url": ("Address", "Địa chỉ"),
    "provenance.doi": ("DOI", "DOI"),
    "provenance.note": ("Note on the translation of {locator}", "Ghi chú về bản dịch {locator}"),
    "provenance.rests": ("What rests on it", "Những gì dựa trên nguồn này"),
    "provenance.sources": ("Sources", "Các nguồn"),
    "provenance.judged": ("Resting on a judgement only", "Chỉ dựa trên đánh giá"),
    "provenance.without": ("Without any source", "Không có nguồn nào"),
    "provenance.none": ("Nothing is unsourced.", "Không có mục nào thiếu nguồn."),
    "provenance.nothing": ("Nothing rests on it.", "Không có gì dựa trên nguồn này."),
    "provenance.resting": ("{count} items rest on it", "{count} mục dựa trên nguồn này"),
    "provenance.resting.one": ("One item rests on it", "Một mục dựa trên nguồn này"),
    "provenance.column.source": ("source", "nguồn"),
    "provenance.column.items": ("items", "số mục"),
    "provenance.column.citation": ("citation", "trích dẫn"),
    "provenance.column.locator": ("at", "tại"),
    "provenance.column.digest": ("text read", "đoạn đã đọc"),
    "provenance.column.item": ("item", "mục"),
    "provenance.column.words": ("words", "lời"),
}
"""Key to (English, Vietnamese)."""
