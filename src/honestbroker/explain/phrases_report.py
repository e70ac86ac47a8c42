"""The phrases of the report, in English and Vietnamese.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

from honestbroker.explain.phrases import LANGUAGES, PHRASES
from honestbroker.explain.phrases_pictures import PICTURES

__all__ = ["REPORT", "say_report"]

REPORT: Final[dict[str, tuple[str, str]]] = {
    # the page
    "report.thousands": (",", "."),
    "report.label.contents": ("Contents", "Mục lục"),
    "report.label.figure": ("Figure", "Hình"),
    "report.label.text": ("This picture in words", "Hình này bằng lời"),
    "report.label.data": ("Show the table", "Xem bảng"),
    "report.label.back": ("Back to the contents", "Về mục lục"),
    "report.label.print": ("Print", "In"),
    "report.label.larger": ("Larger text", "Chữ to hơn"),
    "report.label.smaller": ("Smaller text", "Chữ nhỏ hơn"),
    "report.label.light": ("Light or dark", "Sáng hoặc tối"),
    "report.label.page": ("Page", "Trang"),
    "report.label.made": (
        "Made by honestbroker from the case file alone.",
        "honestbroker lập, chỉ dựa trên hồ sơ.",
    ),
    "report.label.skip": ("Skip to the answer", "Tới phần trả lời"),
    "report.label.display": ("Display", "Hiển thị"),
    "report.label.anchor": ("Link to this", "Liên kết tới đây"),
    "report.label.entry": ("Provenance", "Nguồn gốc"),
    "report.aside": ("{text} ({aside})", "{text} ({aside})"),
    "report.none": ("none", "không có"),
    "report.nothing": ("nothing is done", "không bên nào làm gì"),
    # facts below the title
    "report.fact.date": ("Date of this report", "Ngày lập báo cáo"),
    "report.fact.case": ("Case and version", "Hồ sơ và phiên bản"),
    "report.fact.cutoff": ("Information up to", "Thông tin đến"),
    "report.fact.profile": ("Profile", "Kịch bản"),
    "report.fact.changes": ("Changes made", "Thay đổi đã áp dụng"),
    "report.fact.founding": ("Rests on", "Cơ sở"),
    "report.fact.translation": ("Translation", "Bản dịch"),
    "report.untranslated": (
        "Names without a translation: {count}. They are told as they were written.",
        "Số tên gọi chưa được dịch: {count}. Các tên gọi ấy được giữ nguyên văn.",
    ),
    "report.founding": (
        "{items} statements of fact: {cited} cited, {judged} judged only, {unsourced} unsourced",
        "{items} nhận định về thực tế: {cited} có trích nguồn, {judged} chỉ là đánh giá, "
        "{unsourced} không có nguồn",
    ),
    "report.flag.judged": ("judgement", "đánh giá"),
    "report.flag.unsourced": ("unsourced", "không có nguồn"),
    # states by number
    "report.state": ("state {number}", "trạng thái {number}"),
    "report.states": ("states {numbers}", "các trạng thái {numbers}"),
    "report.named": ("{name} ({state})", "{name} ({state})"),
    "report.item": ("{name}: {text}.", "{name}: {text}."),
    "report.entry": ("{name}: {text}", "{name}: {text}"),
    "report.as": ("as in {anchor}, and besides {doings}", "như {anchor}, và thêm: {doings}"),
    "report.there": ("Against today: {doings}.", "So với hiện nay: {doings}."),
    # the answer
    "report.answer": ("The answer, and what it depends on", "Câu trả lời và điều kiện của nó"),
    "report.reached": (
        "{name} can be reached today, and would hold.",
        "{name} có thể đạt tới ngay hôm nay, và sẽ đứng vững.",
    ),
    "report.channel": (
        "{name} would hold, and could be reached if there were a working channel {channels}.",
        "{name} sẽ đứng vững, và có thể đạt tới nếu có kênh liên lạc {channels}.",
    ),
    "report.rough": (
        "{name} would hold, but every way there has a step in which something needless rides "
        "along.",
        "{name} sẽ đứng vững, nhưng mọi con đường đều có bước kèm theo điều không cần thiết.",
    ),
    "report.holding": (
        "{count} states would hold: {states}.",
        "{count} trạng thái sẽ đứng vững: {states}.",
    ),
    "report.holding.one": (
        "One state would hold: {states}.",
        "Một trạng thái sẽ đứng vững: {states}.",
    ),
    "report.holding.list": ("{count} states would hold:", "{count} trạng thái sẽ đứng vững:"),
    "report.holding.list.one": ("One state would hold:", "Một trạng thái sẽ đứng vững:"),
    "report.moves": (
        "{count} more would hold, but only a step against somebody's own interest leads there: "
        "{states}.",
        "{count} trạng thái khác sẽ đứng vững, nhưng chỉ tới được bằng một bước trái với lợi "
        "ích của chính bên thực hiện: {states}.",
    ),
    "report.moves.one": (
        "One more would hold, but only a step against somebody's own interest leads there: "
        "{states}.",
        "Một trạng thái khác sẽ đứng vững, nhưng chỉ tới được bằng một bước trái với lợi ích "
        "của chính bên thực hiện: {states}.",
    ),
    "report.unreachable": (
        "{count} more would hold, but no moves lead there: {states}.",
        "{count} trạng thái khác sẽ đứng vững, nhưng không có đường đi tới: {states}.",
    ),
    "report.unreachable.one": (
        "One more would hold, but no moves lead there: {states}.",
        "Một trạng thái khác sẽ đứng vững, nhưng không có đường đi tới: {states}.",
    ),
    "report.harm.all": (
        "Each of these {count} is a trap, or leaves somebody worse off who cannot go back.",
        "Mỗi trạng thái trong {count} trạng thái này là bẫy, hoặc khiến một bên bị thiệt mà "
        "không quay lại được.",
    ),
    "report.harm.one": (
        "It is a trap, or leaves somebody worse off who cannot go back.",
        "Đó là bẫy, hoặc khiến một bên bị thiệt mà không quay lại được.",
    ),
    "report.harm.some": (
        "{count} of these are traps, or leave somebody worse off who cannot go back: {states}.",
        "{count} trạng thái trong số đó là bẫy, hoặc khiến một bên bị thiệt mà không quay lại "
        "được: {states}.",
    ),
    "report.harm.some.one": (
        "One of these is a trap, or leaves somebody worse off who cannot go back: {states}.",
        "Một trạng thái trong số đó là bẫy, hoặc khiến một bên bị thiệt mà không quay lại được: "
        "{states}.",
    ),
    "report.impossible": (
        "The rules exclude every state of: {outcome}.",
        "Các quy tắc loại trừ mọi trạng thái của: {outcome}.",
    ),
    "report.conditions": ("This is so as long as", "Điều này đúng chừng nào"),
    "report.if.lists": (
        "The parties want what the case says they want. Of its {items} statements of fact, "
        "{cited} cite a source, {judged} rest on a judgement only, {unsourced} have no source.",
        "Các bên muốn đúng những gì hồ sơ nêu. Trong {items} nhận định về thực tế, {cited} có "
        "trích nguồn, {judged} chỉ dựa trên đánh giá, {unsourced} không có nguồn.",
    ),
    "report.group.open": (
        "{group} have a working channel{mark}.",
        "{group} có kênh liên lạc{mark}.",
    ),
    "report.group.closed": (
        "{group} have no working channel{mark}.",
        "{group} không có kênh liên lạc{mark}.",
    ),
    "report.flag.true": ("It is taken as true: {flag}{mark}.", "Coi là đúng: {flag}{mark}."),
    "report.flag.false": (
        "It is taken as untrue: {flag}{mark}.",
        "Coi là không đúng: {flag}{mark}.",
    ),
    "report.if.forward": (
        "{party} cannot take it back once it has chosen to {deed}{mark}.",
        "{party} không thể rút lại một khi đã chọn: {deed}{mark}.",
    ),
    "report.if.backward": (
        "{party} cannot return to it once it has chosen to {deed}{mark}.",
        "{party} không thể trở lại một khi đã chọn: {deed}{mark}.",
    ),
    "report.if.no_advice": (
        "Nothing here says how likely anything is, or what anybody ought to do.",
        "Báo cáo này không nói điều gì có khả năng xảy ra đến đâu, cũng không nói ai nên làm gì.",
    ),
    # the case at a glance
    "report.glance": ("The case at a glance", "Hồ sơ trong một trang"),
    "report.party": ("Party", "Bên"),
    "report.option": ("What it can do", "Có thể làm gì"),
    "report.undone": ("Can it be undone?", "Có rút lại được không?"),
    "report.now": ("Done today?", "Hiện có làm không?"),
    "report.yes": ("yes", "có"),
    "report.no": ("no", "không"),
    "report.way.both": ("yes", "được"),
    "report.way.forward": ("no: once done, done", "không: đã làm là xong"),
    "report.way.backward": ("no: once given up, gone", "không: đã bỏ là mất"),
    "report.way.fixed": ("it does not change", "không thay đổi"),
    "report.table.options": (
        "The parties and what each can do",
        "Các bên và những gì mỗi bên có thể làm",
    ),
    "report.groups": ("Who can strike a deal", "Ai có thể thỏa thuận với nhau"),
    "report.rules": ("What must be so in every state", "Điều phải đúng trong mọi trạng thái"),
    # reach, else
    "report.else": (
        "What else would hold, and why it is out of reach",
        "Những gì khác sẽ đứng vững, và vì sao không tới được",
    ),
    "report.because": ("{party} gains: {reason}.", "{party} được lợi: {reason}."),
    "report.gains": ("{party} gains: {reason}.", "{party} được lợi: {reason}."),
    # traps
    "report.traps": ("Traps, regrets and exposure", "Bẫy, hối tiếc và thế bất lợi"),
    "report.traps.what": (
        "States that hold, or hold while deterred, and what they would do to a party that "
        "cannot take back what it gave:",
        "Các trạng thái đứng vững, hoặc đứng vững nhờ răn đe, và hậu quả đối với bên không thể "
        "rút lại điều đã cho:",
    ),
    "report.traps.none": (
        "None of the states shown does such a thing to anybody.",
        "Không trạng thái nào nêu ở đây gây hậu quả như vậy cho bên nào.",
    ),
    # deals
    "report.deals.further": ("Deals from other states", "Các thỏa thuận từ trạng thái khác"),
    # outcomes
    "report.table.outcomes": ("The outcomes the case names", "Các kết cục mà hồ sơ nêu"),
    # orders
    "report.orders": ("What each party would rather have", "Mỗi bên muốn điều gì hơn"),
    "report.orders.what": (
        "The states that matter in each party's own order. Places say which is preferred to "
        "which, not by how much.",
        "Các trạng thái đáng chú ý theo thứ tự của từng bên. Vị trí chỉ cho biết thích trạng "
        "thái nào hơn, không cho biết hơn bao nhiêu.",
    ),
    "report.table.orders": (
        "The states that hold, for each party against today",
        "Các trạng thái đứng vững, so với hiện nay, đối với từng bên",
    ),
    "report.better": ("Better than today", "Tốt hơn hiện nay"),
    "report.even": ("No different", "Không khác"),
    "report.worse": ("Worse than today", "Xấu hơn hiện nay"),
    # what it rests on
    "report.silent": (
        "The case says so itself. Whatever is read into the report about these comes from "
        "elsewhere.",
        "Chính hồ sơ nói như vậy. Mọi điều suy ra về những vấn đề này đều đến từ nơi khác.",
    ),
    "report.matter": ("Statements that matter", "Những nhận định có tính quyết định"),
    "report.matter.what": (
        "Every statement that decided something above, those that did so most often first. Who "
        "doubts the report should begin here.",
        "Mọi nhận định đã quyết định điều gì đó ở trên, nhận định quyết định nhiều nhất đứng "
        "trước. Ai nghi ngờ báo cáo nên bắt đầu từ đây.",
    ),
    "report.matter.none": (
        "No statement decided anything.",
        "Không nhận định nào quyết định điều gì.",
    ),
    "report.table.matter": ("Statements that matter", "Những nhận định có tính quyết định"),
    "report.priority": ("Priority", "Ưu tiên"),
    "report.place": ("{position} of {length}", "{position} trên {length}"),
    "report.statement": ("What it wants", "Điều bên ấy muốn"),
    "report.times": ("Times", "Số lần"),
    "report.rests": ("Rests on", "Dựa trên"),
    "report.judged": ("judgement{sure}", "đánh giá{sure}"),
    "report.unsourced": ("Without any source:{marks}.", "Không có nguồn nào:{marks}."),
    "report.constant": (
        "Never in doubt, whatever is decided:{marks}.",
        "Luôn như nhau trong mọi trạng thái:{marks}.",
    ),
    "report.idle": (
        "Never decisive, given the lines above them:{marks}.",
        "Không bao giờ quyết định, vì các dòng trên đã quyết định:{marks}.",
    ),
    # appendices
    "report.appendix": ("Appendix {letter}: {title}", "Phụ lục {letter}: {title}"),
    "report.appendix.states": ("The states that matter", "Các trạng thái đáng chú ý"),
    "report.appendix.equilibria": ("Equilibria by concept", "Cân bằng theo từng khái niệm"),
    "report.appendix.provenance": ("Provenance", "Nguồn gốc"),
    "report.appendix.conventions": ("Conventions", "Quy ước"),
    "report.appendix.sources": ("Sources and methods", "Nguồn và phương pháp"),
    "report.states.what": (
        "A column for each state, by the numbers used throughout. State 0 is today's.",
        "Mỗi trạng thái một cột, theo số dùng trong toàn báo cáo. Trạng thái 0 là hiện trạng.",
    ),
    "report.table.states": ("Options by states", "Lựa chọn theo trạng thái"),
    "report.taken": ("x", "x"),
    "report.verdict": (
        "Holds (H), holds while deterred (D), does not hold (-)",
        "Đứng vững (H), đứng vững nhờ răn đe (D), không đứng vững (-)",
    ),
    "report.letter.holds": ("H", "H"),
    "report.letter.while deterred": ("D", "D"),
    "report.letter.no": ("-", "-"),
    "report.reaching": (
        "Today's (0), reached alone (1), by deals (2), only against somebody's interest (3), "
        "not (4)",
        "Hiện trạng (0), tới được bằng bước đi riêng (1), bằng thỏa thuận (2), chỉ khi có bên "
        "làm trái lợi ích (3), không tới được (4)",
    ),
    "report.letter.here": ("0", "0"),
    "report.letter.alone": ("1", "1"),
    "report.letter.together": ("2", "2"),
    "report.letter.by moves": ("3", "3"),
    "report.letter.unreachable": ("4", "4"),
    "report.concept": ("Concept", "Khái niệm"),
    "report.definition": ("A party stays if", "Một bên ở yên nếu"),
    "report.equilibria": ("Equilibria", "Số cân bằng"),
    "report.table.concepts": (
        "How many states are stable for every party",
        "Bao nhiêu trạng thái ổn định đối với mọi bên",
    ),
    "report.shown": (
        "Listed are the equilibria of: {concepts}. The other concepts have too many to list; "
        "the data has all.",
        "Dưới đây liệt kê các cân bằng theo: {concepts}. Các khái niệm khác có quá nhiều cân "
        "bằng; bản dữ liệu liệt kê đầy đủ.",
    ),
    "report.many": (
        "There are too many to list; the data has all.",
        "Có quá nhiều để liệt kê; bản dữ liệu liệt kê đầy đủ.",
    ),
    "report.table.equilibria": ("The equilibria", "Các cân bằng"),
    "report.number": ("State", "Trạng thái"),
    "report.under": ("Stable under", "Ổn định theo"),
    "report.provenance.what": (
        "Every item of the case in the analyst's words, with its formula, what it rests on and "
        "where it stands in the case file. The numbers in brackets above lead here.",
        "Mọi mục của hồ sơ theo lời người phân tích, kèm công thức, cơ sở và vị trí trong tệp "
        "hồ sơ. Các số trong ngoặc vuông ở trên dẫn tới đây.",
    ),
    "report.scope": (
        "All {feasible} feasible states were looked at.",
        "Tất cả {feasible} trạng thái khả thi đều đã được xem xét.",
    ),
    "report.atlas.rule": (
        "States that matter are: today's; those that hold; those on the shortest way to them; "
        "where the smallest deal of each group leads; those that hold while deterred and can be "
        "reached; all, if there are no more than eight. The pictures show the first 40 of "
        "these.",
        "Các trạng thái đáng chú ý gồm: hiện trạng; các trạng thái đứng vững; các trạng thái "
        "trên con đường ngắn nhất tới chúng; nơi thỏa thuận nhỏ nhất của mỗi nhóm dẫn tới; các "
        "trạng thái đứng vững nhờ răn đe và có thể đạt tới; tất cả, nếu không quá tám. Các hình "
        "vẽ 40 trạng thái đầu.",
    ),
    "report.map.rule": (
        "The map of play shows the steps of the shortest way to each state that holds, and the "
        "smallest deal of each group from today; other improvements only where they are few.",
        "Bản đồ diễn biến vẽ các bước trên con đường ngắn nhất tới mỗi trạng thái đứng vững, và "
        "thỏa thuận nhỏ nhất của mỗi nhóm từ hiện trạng; các bước có lợi khác chỉ vẽ khi có ít.",
    ),
    "report.sources.cited": ("Sources the case cites", "Các nguồn mà hồ sơ trích dẫn"),
    "report.sources.methods": ("Methods used", "Các phương pháp đã dùng"),
    **PICTURES,
}
"""Key to (English, Vietnamese)."""


def say_report(language: str, key: str, **blanks: object) -> str:
    """A phrase of the report, or else of the rest of the catalogue.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.
    key : str
        Which phrase.
    **blanks : object
        What fills its blanks.

    Returns
    -------
    str
        The phrase.

    Raises
    ------
    KeyError
        If there is no such phrase, or a blank is not filled.
    """
    phrases = REPORT.get(key) or PHRASES[key]
    return phrases[LANGUAGES.index(language)].format(**blanks)
