"""The phrases of inverse questions, robustness, comparisons, dates and views, in both languages.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INVERSE"]

INVERSE: Final[dict[str, tuple[str, str]]] = {
    # what would have to change: the question
    "whatif": ("What would have to change", "Điều gì phải thay đổi"),
    "whatif.target.make": (
        "Asked: what would have to change for “{target}” to hold, {how}?",
        "Câu hỏi: điều gì phải thay đổi để “{target}” đứng vững, {how}?",
    ),
    "whatif.target.stop": (
        "Asked: what would have to change for “{target}” no longer to hold, {how}?",
        "Câu hỏi: điều gì phải thay đổi để “{target}” không còn đứng vững, {how}?",
    ),
    "whatif.how.today": (
        "reached through channels that are open today, as no trap and no regret for anybody",
        "đạt được qua các kênh đang mở hiện nay, không là bẫy và không gây hối tiếc cho bên nào",
    ),
    "whatif.how.closed": (
        "reached through open or closed channels, as no trap and no regret for anybody",
        "đạt được qua các kênh đang mở hoặc đang đóng, không là bẫy và không gây hối tiếc cho "
        "bên nào",
    ),
    "whatif.how.anywhere": (
        "reached or not, as no trap and no regret for anybody",
        "dù có đạt tới được hay không, không là bẫy và không gây hối tiếc cho bên nào",
    ),
    "whatif.how.every": (
        "{how}, and nothing else that holds being reached",
        "{how}, và không đạt tới trạng thái đứng vững nào khác",
    ),
    "whatif.how.concept": ("{how} (concept {concept})", "{how} (khái niệm {concept})"),
    "whatif.already.make": (
        "Nothing: it holds already.",
        "Không điều gì: nó đã đứng vững.",
    ),
    "whatif.already.stop": (
        "Nothing: it does not hold as things are.",
        "Không điều gì: hiện nay nó vốn không đứng vững.",
    ),
    "whatif.states": ("What then holds:", "Trạng thái khi đó đứng vững:"),
    "whatif.nobody": (
        "Nobody's single change does it.",
        "Không một thay đổi đơn lẻ nào của bất kỳ bên nào làm được điều đó.",
    ),
    "whatif.none": (
        "No set of up to {size} changes does it.",
        "Không có nhóm nào gồm tối đa {size} thay đổi làm được điều đó.",
    ),
    "whatif.tried": (
        "Sets of {size}: {cases} different cases looked at{left_out}; {answers} do it.",
        "Nhóm {size} thay đổi: đã xét {cases} trường hợp khác nhau{left_out}; {answers} đạt được.",
    ),
    "whatif.tried.one": (
        "Single changes: {cases} different cases looked at; {answers} do it.",
        "Thay đổi đơn lẻ: đã xét {cases} trường hợp khác nhau; {answers} đạt được.",
    ),
    "whatif.tried.less": (
        " ({left_out} more contain a smaller answer)",
        " (còn {left_out} trường hợp đã chứa một lời giải nhỏ hơn)",
    ),
    "whatif.tried.void": (
        "{count} of them leave no feasible state of today.",
        "{count} trường hợp trong đó khiến trạng thái hiện nay không còn khả thi.",
    ),
    "whatif.left_out": (
        "Not tried, as they touch a firm statement: {changes}.",
        "Không thử, vì đụng đến điều kiên định: {changes}.",
    ),
    "whatif.single": ("One change is enough", "Một thay đổi là đủ"),
    "whatif.several": (
        "{count} changes together, no fewer of them",
        "Cần cả {count} thay đổi cùng lúc, không ít hơn",
    ),
    "whatif.shown": (
        "Shown: the {shown} of {count} that move least. The JSON output lists all.",
        "Ở đây nêu {shown} trong {count} nhóm dịch chuyển ít nhất. Bản JSON liệt kê đầy đủ.",
    ),
    "whatif.nobody_owns": ("In nobody's list", "Không thuộc danh sách của bên nào"),
    # edits
    "edit.move.up": (
        "{party} would have to want more that “{what}” than that “{other}”{source}",
        "{party} phải coi trọng việc “{what}” hơn việc “{other}”{source}",
    ),
    "edit.move.down": (
        "{party} would have to want less that “{what}” than that “{other}”{source}",
        "{party} phải coi việc “{what}” kém quan trọng hơn việc “{other}”{source}",
    ),
    "edit.places": (" (place {before} to {places})", " (từ vị trí {before} sang {places})"),
    "edit.drop": (
        "{party} would have to give up wanting that “{what}”{source}",
        "{party} phải từ bỏ mong muốn rằng “{what}”{source}",
    ),
    "edit.insert": (
        "{party} would have to want that “{what}”, as priority {places}{source}",
        "{party} phải mong muốn rằng “{what}”, ở ưu tiên {places}{source}",
    ),
    "edit.set.true": ("it would have to be so that {what}{source}", "phải đúng là {what}{source}"),
    "edit.set.false": (
        "it would have to be no longer so that {what}{source}",
        "phải không còn đúng là {what}{source}",
    ),
    "edit.open": (
        "{group} would have to have a working channel{source}",
        "{group} phải có một kênh liên lạc hoạt động{source}",
    ),
    "edit.way.both": (
        "{party} would have to be able to take up and to give up freely: {what}{source}",
        "{party} phải có thể tự do thực hiện và từ bỏ: {what}{source}",
    ),
    "edit.way.forward": (
        "{party} would have to be unable to undo: {what}{source}",
        "{party} phải không thể đảo ngược: {what}{source}",
    ),
    "edit.way.backward": (
        "{party} would have to be unable to take up again, once given up: {what}{source}",
        "{party} phải không thể thực hiện lại một khi đã từ bỏ: {what}{source}",
    ),
    "edit.way.fixed": (
        "{party} would have to be unable to change anything about: {what}{source}",
        "{party} phải không thể thay đổi gì về: {what}{source}",
    ),
    "edit.change": ("“{what}” would have to come about{source}", "“{what}” phải xảy ra{source}"),
    # what an answer does besides
    "answer.crosses": (
        "this crosses a principle: {firm}",
        "điều này vượt qua một nguyên tắc: {firm}",
    ),
    "answer.channel": (
        "to be reached it takes a channel {channels}",
        "để đạt tới cần có kênh {channels}",
    ),
    "answer.gained": ("then also stands: {outcomes}", "khi đó cũng đứng vững: {outcomes}"),
    "answer.lost": ("no longer stands: {outcomes}", "không còn đứng vững: {outcomes}"),
    "answer.traps": (
        "{count} states become traps, {today} of them reached today",
        "{count} trạng thái trở thành bẫy, trong đó {today} trạng thái đạt tới được hiện nay",
    ),
    "answer.traps.one": (
        "one state becomes a trap, {today} of them reached today",
        "một trạng thái trở thành bẫy, trong đó {today} trạng thái đạt tới được hiện nay",
    ),
    # rankings
    "rankings": ("Which rankings make it hold", "Những thứ tự nào khiến nó đứng vững"),
    "rankings.party": (
        "{party}: of {rankings} strict rankings of all states, {count} make it stable ({share}); "
        "its own {verdict}.",
        "{party}: trong {rankings} thứ tự chặt của mọi trạng thái, {count} khiến nó ổn định "
        "({share}); thứ tự hiện có của bên này {verdict}.",
    ),
    "rankings.does": ("does", "thỏa mãn"),
    "rankings.does not": ("does not", "không thỏa mãn"),
    "rankings.always": ("Whatever it ranks above.", "Dù xếp trạng thái nào ở trên cũng vậy."),
    "rankings.set": ("ranks no higher: {states}", "không xếp cao hơn: {states}"),
    "rankings.sets": (
        "It is stable exactly if the party ranks no higher than this state all of one of these:",
        "Nó ổn định khi và chỉ khi bên này không xếp cao hơn nó mọi trạng thái của một trong "
        "các nhóm sau:",
    ),
    "rankings.more": (
        "{count} more sets; the JSON output lists all.",
        "Còn {count} nhóm nữa; bản JSON liệt kê đầy đủ.",
    ),
    "rankings.unstable": (
        "As things are it is not stable for {parties}.",
        "Hiện nay nó không ổn định đối với {parties}.",
    ),
    "rankings.depends": (
        "Under this concept the verdicts of the others may change with the ranking asked about.",
        "Theo khái niệm này, kết luận về các bên khác có thể thay đổi theo thứ tự được hỏi.",
    ),
    "rankings.all": ("All parties at once: {share}.", "Tất cả các bên cùng lúc: {share}."),
    # headline claims
    "claim.today": (
        "today's state holds (no party would gain by moving alone)",
        "trạng thái hiện nay đứng vững (không bên nào được lợi nếu đơn phương thay đổi)",
    ),
    "claim.deal": (
        "{group} would all gain from some deal today",
        "{group} đều được lợi từ một thỏa thuận nào đó hiện nay",
    ),
    "claim.tag": (
        "how “{outcome}” is reached where it holds",
        "cách đạt tới “{outcome}” khi nó đứng vững",
    ),
    "claim.stands": (
        "“{outcome}” holds, is reached through open channels, as no trap and no regret",
        "“{outcome}” đứng vững, đạt được qua các kênh đang mở, không là bẫy và không gây hối tiếc",
    ),
    "value.true": ("yes", "có"),
    "value.false": ("no", "không"),
    "value.void": ("cannot be asked", "không thể hỏi"),
    "value.none": ("it never holds", "không bao giờ đứng vững"),
    "value.unknown": ("unknown", "không rõ"),
    "value.here": ("it is today's state", "chính là trạng thái hiện nay"),
    "value.alone": ("by single parties", "do từng bên đơn phương"),
    "value.together": ("by agreement", "bằng thỏa thuận"),
    "value.by moves": ("only against somebody's interest", "chỉ khi trái lợi ích của một bên"),
    "value.unreachable": ("not at all", "không thể đạt tới"),
    # how sure
    "sure": ("How sure", "Chắc chắn đến đâu"),
    "sure.claims": ("The headline claims:", "Các kết luận chính:"),
    "sure.line": ("{claim}: {value}", "{claim}: {value}"),
    "sure.tried": (
        "Varied one at a time: {swaps} neighbouring pairs of statements swapped, {drops} "
        "statements dropped, {flags} switches, {ways} ways of options, {groups} channels, "
        "{concepts} other stability concepts.",
        "Thay đổi từng điều một: hoán đổi {swaps} cặp phát biểu liền kề, bỏ {drops} phát biểu, "
        "{flags} công tắc, {ways} cách đảo ngược phương án, {groups} kênh liên lạc, {concepts} "
        "khái niệm ổn định khác.",
    ),
    "sure.judgements": ("The judgements that matter", "Những đánh giá quan trọng"),
    "sure.no judgement": (
        "No single judgement flips any of these claims.",
        "Không đánh giá đơn lẻ nào làm đảo ngược các kết luận này.",
    ),
    "sure.rests": (
        "{what}{source}: {claims}",
        "{what}{source}: {claims}",
    ),
    "sure.order": (
        "{party} wants more that “{first}” than that “{second}”",
        "{party} coi trọng việc “{first}” hơn việc “{second}”",
    ),
    "sure.statement": ("{party} wants that “{what}”", "{party} mong muốn rằng “{what}”"),
    "sure.flag": ("whether {what}", "liệu {what} hay không"),
    "sure.way": (
        "what {party} can undo: {what}",
        "điều {party} có thể đảo ngược: {what}",
    ),
    "sure.group": ("whether {group} can talk", "liệu {group} có thể đối thoại hay không"),
    "sure.more": (
        "{count} more; the JSON output lists all.",
        "Còn {count} đánh giá nữa; bản JSON liệt kê đầy đủ.",
    ),
    "sure.concepts": (
        "Under {concept} this comes out differently: {claims}",
        "Theo {concept}, điều này khác đi: {claims}",
    ),
    "sure.sampled": (
        "Of {cases} cases with {swaps} random swaps in every list (seed {seed})",
        "Trong {cases} trường hợp với {swaps} lần hoán đổi ngẫu nhiên ở mỗi danh sách (hạt giống "
        "{seed})",
    ),
    "sure.orders.exhaustive": (
        "Of all {cases} orders of the statements of unknown order",
        "Trong tất cả {cases} thứ tự của các phát biểu chưa rõ thứ tự",
    ),
    "sure.orders.sampled": (
        "Of {cases} orders, drawn at random, of the statements of unknown order (seed {seed})",
        "Trong {cases} thứ tự, lấy ngẫu nhiên, của các phát biểu chưa rõ thứ tự (hạt giống {seed})",
    ),
    "sure.count": ("{count} of {cases}: {value}", "{count} trên {cases}: {value}"),
    "sure.not chance": (
        "These counts say how far the conclusions depend on the lists as written. They are no "
        "probabilities.",
        "Các con số này cho biết kết luận phụ thuộc đến đâu vào các danh sách như đã viết. Chúng "
        "không phải là xác suất.",
    ),
    # analysts
    "compare": ("Who disagrees about what", "Ai bất đồng về điều gì"),
    "compare.claim": ("claim", "kết luận"),
    "compare.same": (
        "All versions agree on the other {count} headline claims.",
        "Mọi phiên bản đồng ý về {count} kết luận chính còn lại.",
    ),
    "compare.agree": (
        "All versions agree on every headline claim.",
        "Mọi phiên bản đồng ý về tất cả kết luận chính.",
    ),
    "compare.pair": ("{first} and {second}", "{first} và {second}"),
    "compare.differences": ("They differ on: {differences}.", "Khác nhau về: {differences}."),
    "compare.no differences": (
        "They say the same.",
        "Hai phiên bản nói cùng một điều.",
    ),
    "compare.other model": (
        "Their parties or options differ, so no statement is blamed.",
        "Các bên hoặc phương án khác nhau, nên không quy cho phát biểu nào.",
    ),
    "compare.explained": (
        "{claim}: {before} in {first}, {after} in {second}. What makes the difference: {sets}.",
        "{claim}: {before} ở {first}, {after} ở {second}. Điều tạo ra khác biệt: {sets}.",
    ),
    "compare.unexplained": (
        "{claim}: {before} in {first}, {after} in {second}.",
        "{claim}: {before} ở {first}, {after} ở {second}.",
    ),
    "compare.line": ("{party}: “{what}”", "{party}: “{what}”"),
    "compare.or": ("{first}; or {second}", "{first}; hoặc {second}"),
    "compare.pooled": (
        "Over all versions, {cases} cases with {swaps} random swaps in every list (seed {seed})",
        "Trên mọi phiên bản, {cases} trường hợp với {swaps} lần hoán đổi ngẫu nhiên ở mỗi danh "
        "sách (hạt giống {seed})",
    ),
    # dates
    "timeline": ("What changed when", "Điều gì thay đổi khi nào"),
    "timeline.moment": ("{date}: {profile}", "{date}: {profile}"),
    "timeline.post_hoc": (" (written after the event)", " (viết sau khi sự việc đã xảy ra)"),
    "timeline.holds": (
        "{count} states hold, {today} of them reached through open channels.",
        "{count} trạng thái đứng vững, trong đó {today} đạt tới được qua các kênh đang mở.",
    ),
    "timeline.turn": ("From {first} to {second}", "Từ {first} đến {second}"),
    "timeline.trigger": (
        "Trigger named by the analyst: {trigger}.",
        "Tác nhân theo nhà phân tích: {trigger}.",
    ),
    "timeline.gained": ("Begins to hold: {state}.", "Bắt đầu đứng vững: {state}."),
    "timeline.lost": ("No longer holds: {state}.", "Không còn đứng vững: {state}."),
    "timeline.same": (
        "No headline claim changes.",
        "Không kết luận chính nào thay đổi.",
    ),
    "timeline.stands": ("stands", "đứng vững"),
    # views
    "views": ("Who is mistaken about whom", "Ai nhầm lẫn về ai"),
    "views.none": (
        "Nobody in this profile has a mistaken view of anybody's list.",
        "Trong kịch bản này không bên nào nhầm lẫn về danh sách của bên nào.",
    ),
    "views.pair": (
        "{viewer} has its own picture of what {about} wants.",
        "{viewer} có hình dung riêng về điều {about} mong muốn.",
    ),
    "views.counts": (
        "{holding} states hold while deterred as the parties see it, {truly} by the true lists "
        "(concept {concept}).",
        "{holding} trạng thái đứng vững nhờ răn đe theo cách nhìn của các bên, {truly} theo các danh "
        "sách thật (khái niệm {concept}).",
    ),
    "views.by_mistake": ("What holds by mistake", "Những gì đứng vững do nhầm lẫn"),
    "views.missed": (
        "What would hold if nobody were mistaken",
        "Những gì sẽ đứng vững nếu không ai nhầm",
    ),
    "views.state": (
        "{state}: {parties} judged it otherwise than by the true lists",
        "{state}: {parties} nhìn nhận khác với theo các danh sách thật",
    ),
    "views.more": (
        "{count} more states; the JSON output lists all.",
        "Còn {count} trạng thái nữa; bản JSON liệt kê đầy đủ.",
    ),
    "views.play": (
        "Where play leads if each moves only when it expects no answer that takes the gain away",
        "Diễn biến dẫn tới đâu nếu mỗi bên chỉ hành động khi không chờ đợi một đáp trả lấy đi cái lợi",
    ),
    "views.reached.mistake": (
        "“{outcome}” is reached, and only because somebody is mistaken: {path}",
        "Đạt tới “{outcome}”, và chỉ vì có bên nhầm lẫn: {path}",
    ),
    "views.reached.both": (
        "“{outcome}” is reached, mistaken or not.",
        "Đạt tới “{outcome}”, dù có nhầm lẫn hay không.",
    ),
    "views.reached.truth": (
        "“{outcome}” would be reached only if nobody were mistaken.",
        "Chỉ đạt tới “{outcome}” nếu không ai nhầm lẫn.",
    ),
    "views.reveal": (
        "What revealing one list would change",
        "Tiết lộ một danh sách sẽ thay đổi điều gì",
    ),
    "views.revealed": (
        "If {viewer} knew what {about} really wants: {holding} states begin to hold, {ceasing} "
        "cease to; {outcomes}.",
        "Nếu {viewer} biết điều {about} thực sự mong muốn: {holding} trạng thái bắt đầu đứng vững, "
        "{ceasing} không còn; {outcomes}.",
    ),
    "views.gained": ("play begins to reach {outcomes}", "diễn biến bắt đầu dẫn tới {outcomes}"),
    "views.lost": ("play no longer reaches {outcomes}", "diễn biến không còn dẫn tới {outcomes}"),
    "views.same": ("play leads where it led", "diễn biến vẫn dẫn tới như cũ"),
    "mark.yes": ("●", "●"),
    "mark.no": ("·", "·"),
}
"""Key to (English, Vietnamese); merged into `honestbroker.explain.phrases.PHRASES`."""
