"""The one phrase catalogue: every sentence the program prints, in English and Vietnamese.

The same wording serves every party. A phrase's blanks are names, counts or other phrases. The
Vietnamese has not been reviewed by a native speaker yet; `REVIEWED` says so, and so do the docs.
"""

from __future__ import annotations

from typing import Final

from honestbroker.explain.phrases_inverse import INVERSE

__all__ = ["LANGUAGES", "PHRASES", "REVIEWED", "say"]

LANGUAGES: Final = ("en", "vi")
REVIEWED: Final = {"en": True, "vi": False}

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # joining words
    "and": ("and", "và"),
    "list.last": ("{head} and {last}", "{head} và {last}"),
    "nothing": ("nothing", "không có gì"),
    "quoted": ("“{text}”", "“{text}”"),
    # who does what
    "would": ("{party} would {deeds}", "{party} sẽ {deeds}"),
    "no longer": ("no longer {deed}", "không còn {deed}"),
    "alone.step": ("{doings}.", "{doings}."),
    "deal.step": ("{group} agree: {doings}.", "{group} thỏa thuận: {doings}."),
    "step.against": (
        "{doings}, against its own interest.",
        "{doings}, trái với lợi ích của chính mình.",
    ),
    "taken": ("{party}: {deeds}", "{party}: {deeds}"),
    # the head
    "case.line": (
        "Case {case}{version}{profile}{cutoff}{changes}.",
        "Hồ sơ {case}{version}{profile}{cutoff}{changes}.",
    ),
    "case.version": (", version {version}", ", phiên bản {version}"),
    "case.profile": (", profile {profile}", ", kịch bản {profile}"),
    "case.cutoff": (", information up to {date}", ", thông tin đến {date}"),
    "case.changes": (", changed by: {changes}", ", thay đổi: {changes}"),
    "case.post_hoc": (
        "This profile was written after the event.",
        "Kịch bản này được viết sau khi sự việc đã xảy ra.",
    ),
    "case.unreviewed": (
        "The Vietnamese wording of this case has not been reviewed by a native speaker.",
        "Phần tiếng Việt của hồ sơ và của chương trình chưa được người bản ngữ hiệu đính.",
    ),
    # today
    "today": ("Today", "Hiện nay"),
    "today.taken": ("What is being done:", "Những gì đang được thực hiện:"),
    "today.none": ("Nothing is being done.", "Chưa bên nào làm gì."),
    "today.outcome": ("This is: {outcomes}.", "Đây là: {outcomes}."),
    "today.holds": (
        "Today's state holds: no party would gain by moving alone.",
        "Trạng thái hiện nay đứng vững: không bên nào được lợi nếu đơn phương thay đổi.",
    ),
    "today.deterred": (
        "Today's state holds only while deterred: {parties} would gain by moving, but others would "
        "want to answer in a way that takes the gain away.",
        "Trạng thái hiện nay chỉ đứng vững nhờ răn đe: {parties} sẽ được lợi nếu thay đổi, nhưng các "
        "bên khác sẽ muốn đáp trả khiến cái lợi ấy mất đi.",
    ),
    "today.not": (
        "Today's state does not hold: {parties} would gain by moving, and nobody would want to "
        "answer in a way that takes the gain away.",
        "Trạng thái hiện nay không đứng vững: {parties} sẽ được lợi nếu thay đổi, và không ai muốn "
        "đáp trả để lấy đi cái lợi ấy.",
    ),
    "today.missing": (
        "The case names no state of today, so nothing is said about what can be reached.",
        "Hồ sơ không nêu trạng thái hiện nay nên không thể nói điều gì có thể đạt tới.",
    ),
    "reluctance": ("Why nobody moves first", "Vì sao không bên nào đi trước"),
    "reluctance.moves": ("What each would do alone", "Mỗi bên sẽ tự làm gì"),
    "reluctance.no": (
        "{party} would not {deeds}: {reason}.",
        "{party} sẽ không {deeds}: {reason}.",
    ),
    "reluctance.yes": ("{party} would {deeds}: {reason}.", "{party} sẽ {deeds}: {reason}."),
    "reluctance.even": (
        "{party} would lose nothing and gain nothing if it were to {deeds}.",
        "{party} không mất gì và cũng không được gì nếu {deeds}.",
    ),
    # what decides
    "decides.want": (
        "what counts is its priority {position} of {length}, that {want}{source}",
        "điều quyết định là ưu tiên thứ {position} trong {length} của bên này: {want}{source}",
    ),
    "decides.ranking": (
        "it ranks the one state above the other directly{source}",
        "bên này trực tiếp xếp trạng thái này trên trạng thái kia{source}",
    ),
    "decides.tie": (
        "none of its priorities tells the two apart",
        "không ưu tiên nào của bên này phân biệt hai trạng thái",
    ),
    "source.cites": ("[{cites}]", "[{cites}]"),
    "source.judged": ("[judgement{sure}]", "[đánh giá{sure}]"),
    "source.both": ("[{cites}; judgement{sure}]", "[{cites}; đánh giá{sure}]"),
    "sure.high": (", confidence high", ", độ tin cậy cao"),
    "sure.medium": (", confidence medium", ", độ tin cậy trung bình"),
    "sure.low": (", confidence low", ", độ tin cậy thấp"),
    "source.none": ("[unsourced]", "[không có nguồn]"),
    # what could be reached
    "reach": ("What could be reached", "Những gì có thể đạt tới"),
    "reach.nothing": (
        "By steps that somebody would want to take alone, or through a channel that is open today, "
        "nothing else that holds can be reached.",
        "Bằng những bước mà một bên muốn tự làm, hoặc qua kênh đang mở, không thể đạt tới trạng thái "
        "đứng vững nào khác.",
    ),
    "reach.today": (
        "{name} can be reached today, and would hold{deterred}:",
        "{name} có thể đạt tới ngay hôm nay, và sẽ đứng vững{deterred}:",
    ),
    "reach.channel": (
        "{name} would hold{deterred}, and could be reached if there were a working channel "
        "{channels}:",
        "{name} sẽ đứng vững{deterred}, và có thể đạt tới nếu có kênh liên lạc {channels}:",
    ),
    "reach.rough": (
        "{name} would hold{deterred}, but every way there has a step in which something needless "
        "rides along:",
        "{name} sẽ đứng vững{deterred}, nhưng mọi con đường đều có bước kèm theo điều không cần "
        "thiết:",
    ),
    "reach.deterred": (" while deterred", " nhờ răn đe"),
    "reach.more.one": (
        "One more state holds only while deterred and could be reached: honestbroker paths {case} "
        "lists it.",
        "Còn một trạng thái chỉ đứng vững nhờ răn đe và có thể đạt tới: xem honestbroker paths "
        "{case}.",
    ),
    "reach.more": (
        "{count} more states hold only while deterred and could be reached: honestbroker paths "
        "{case} lists them.",
        "Còn {count} trạng thái chỉ đứng vững nhờ răn đe và có thể đạt tới: xem honestbroker paths "
        "{case}.",
    ),
    "channel.between": ("between {group}", "giữa {group}"),
    "channel.or": ("{first}, or {second}", "{first}, hoặc {second}"),
    # deals
    "deals": ("Deals from today", "Các thỏa thuận từ hiện trạng"),
    "deals.open": (
        "{group} can talk, and this deal would leave every one of them better off: {doings}.",
        "{group} có kênh liên lạc, và thỏa thuận này khiến tất cả cùng khá hơn: {doings}.",
    ),
    "deals.closed": (
        "{group} have no working channel; with one, this deal would leave every one of them better "
        "off: {doings}.",
        "{group} không có kênh liên lạc; nếu có, thỏa thuận này khiến tất cả cùng khá hơn: {doings}.",
    ),
    "deals.count": (
        "In all {count} deals; shown is the smallest of each group.",
        "Tổng cộng {count} thỏa thuận; ở đây nêu thỏa thuận nhỏ nhất của mỗi nhóm.",
    ),
    "deals.none": (
        "No named group has a deal in which every member gains.",
        "Không nhóm nào có thỏa thuận mà mọi thành viên đều được lợi.",
    ),
    # dates
    "date": ("{day} {month} {year}", "ngày {day}/{number}/{year}"),
    "month.1": ("January", "1"),
    "month.2": ("February", "2"),
    "month.3": ("March", "3"),
    "month.4": ("April", "4"),
    "month.5": ("May", "5"),
    "month.6": ("June", "6"),
    "month.7": ("July", "7"),
    "month.8": ("August", "8"),
    "month.9": ("September", "9"),
    "month.10": ("October", "10"),
    "month.11": ("November", "11"),
    "month.12": ("December", "12"),
    # what else holds
    "else.as": (
        "as in “{anchor}”, and besides {doings}",
        "như trong “{anchor}”, và thêm: {doings}",
    ),
    "else": ("What else would hold", "Những gì khác sẽ đứng vững"),
    "else.none": ("Nothing else would hold.", "Không có trạng thái nào khác đứng vững."),
    "else.moves": (
        "{count} more would hold, but only a step against somebody's own interest leads there:",
        "{count} trạng thái khác sẽ đứng vững, nhưng chỉ tới được bằng một bước trái với lợi ích của "
        "chính bên thực hiện:",
    ),
    "else.moves.one": (
        "One more would hold, but only a step against somebody's own interest leads there:",
        "Một trạng thái khác sẽ đứng vững, nhưng chỉ tới được bằng một bước trái với lợi ích của "
        "chính bên thực hiện:",
    ),
    "else.unreachable.one": (
        "One more would hold, but no moves lead there:",
        "Một trạng thái khác sẽ đứng vững, nhưng không có đường đi tới:",
    ),
    "else.unreachable": (
        "{count} more would hold, but no moves lead there:",
        "{count} trạng thái khác sẽ đứng vững, nhưng không có đường đi tới:",
    ),
    "else.counts.one": (
        "Beside these, one state holds only while deterred.",
        "Ngoài ra, một trạng thái chỉ đứng vững nhờ răn đe.",
    ),
    "else.counts": (
        "Beside these, {count} states hold only while deterred.",
        "Ngoài ra, {count} trạng thái chỉ đứng vững nhờ răn đe.",
    ),
    "label.trap": (
        "a trap: {party} would undo this if it could: {deeds}",
        "bẫy: {party} sẽ rút lại nếu có thể: {deeds}",
    ),
    "label.regret": (
        "{party} would be worse off than {reference}",
        "{party} sẽ thiệt hơn so với {reference}",
    ),
    "label.betrayed": (
        "{party} would have given what cannot be taken back, while {others} withhold what would "
        "make up for it: {deeds}",
        "{party} đã cho đi điều không thể lấy lại, trong khi {others} giữ lại điều có thể bù đắp: "
        "{deeds}",
    ),
    "label.exposed": (
        "{party} would be exposed: {others} would want to go on in a way that leaves it worse off",
        "{party} sẽ bị đặt vào thế bất lợi: {others} sẽ muốn đi tiếp theo cách khiến bên này thiệt hơn",
    ),
    "label.open": (
        "{group} could still strike a deal that leads {direction}",
        "{group} vẫn có thể thỏa thuận để {direction}",
    ),
    "label.missed": (
        "{group} miss a deal for want of a channel",
        "{group} bỏ lỡ một thỏa thuận vì thiếu kênh liên lạc",
    ),
    "direction.on": ("further on", "đi tiếp"),
    "direction.back": ("back", "quay lại"),
    "direction.elsewhere": ("elsewhere", "đi theo hướng khác"),
    "reference.today": ("today", "hiện nay"),
    "reference.other": ("in the reference state", "trạng thái tham chiếu"),
    # outcomes
    "outcomes": ("Named outcomes", "Các kết cục được nêu"),
    "outcomes.name": ("outcome", "kết cục"),
    "outcomes.verdict": ("states of it that hold", "số trạng thái đứng vững"),
    "outcomes.reach": ("can it be reached?", "có thể đạt tới không?"),
    "outcomes.impossible": ("excluded by the rules", "bị quy tắc loại trừ"),
    "outcomes.holds": ("{count} of {states}", "{count} trên {states}"),
    "outcomes.never_for": (
        "0 of {states}: {parties} would always leave",
        "0 trên {states}: {parties} luôn muốn rời bỏ",
    ),
    "tag.here": ("it is today's state", "chính là hiện trạng"),
    "tag.alone": ("by steps of single parties", "bằng bước đi của từng bên"),
    "tag.together": ("by deals, channels open", "bằng thỏa thuận qua kênh đang mở"),
    "tag.together.closed": (
        "by deals, once there is a channel {channels}",
        "bằng thỏa thuận, khi có kênh liên lạc {channels}",
    ),
    "tag.by moves": (
        "only against somebody's interest",
        "chỉ khi có bên làm trái lợi ích của mình",
    ),
    "tag.unreachable": ("not at all", "không thể"),
    "tag.trap": ("; a trap or a regret", "; là bẫy hoặc gây hối tiếc"),
    "tag.unknown": ("today is not named", "chưa nêu hiện trạng"),
    # what it rests on
    "silent": ("What the sources leave open", "Những điều nguồn không nói tới"),
    "founding": ("On what this rests", "Cơ sở của phân tích"),
    "founding.count": (
        "{items} statements of fact: {cited} cite a source, {judged} rest on a judgement only, "
        "{unsourced} have no source.",
        "{items} nhận định về thực tế: {cited} có trích nguồn, {judged} chỉ dựa trên đánh giá, "
        "{unsourced} không có nguồn.",
    ),
    "founding.unsourced": ("Unsourced: {items}.", "Không có nguồn: {items}."),
    "founding.constant": (
        "Never in doubt, whatever is decided: {items}.",
        "Luôn như nhau trong mọi trạng thái: {items}.",
    ),
    "founding.idle": (
        "Never decisive, given the lines above them: {items}.",
        "Không bao giờ quyết định, vì các dòng trên đã quyết định: {items}.",
    ),
    "founding.size": (
        "{feasible} of {combinations} combinations satisfy the rules; all of them were looked at.",
        "{feasible} trên {combinations} tổ hợp thỏa mãn các quy tắc; tất cả đều đã được xem xét.",
    ),
    "founding.skipped": (
        "Responses of couplings that a rule or a way forbids, and that are left out: {skipped}.",
        "Những phản ứng kèm theo bị quy tắc hoặc tính một chiều ngăn cản nên bỏ qua: {skipped}.",
    ),
    "founding.unread": (
        "Not read by this version: {keys}.",
        "Phiên bản này chưa đọc: {keys}.",
    ),
    "onward": ("How to go on", "Bước tiếp theo"),
    "onward.explain": (
        "why a state holds or does not:  honestbroker explain {case} '+{option}'",
        "vì sao một trạng thái đứng vững hay không:  honestbroker explain {case} '+{option}'",
    ),
    "onward.diff": (
        "what another profile changes:  honestbroker diff {case} --to {profile}",
        "kịch bản khác thay đổi gì:  honestbroker diff {case} --to {profile}",
    ),
    "onward.paths": (
        "every path, trap and deal:  honestbroker paths {case}",
        "mọi con đường, bẫy và thỏa thuận:  honestbroker paths {case}",
    ),
    "onward.json": (
        "all of it as data:  honestbroker run {case} --json",
        "toàn bộ dưới dạng dữ liệu:  honestbroker run {case} --json",
    ),
    # explain
    "why.heading": ("The state", "Trạng thái"),
    "why.changes": ("Against today: {doings}.", "So với hiện nay: {doings}."),
    "why.state": ("In it: {doings}.", "Trong đó: {doings}."),
    "why.empty": ("Nobody does anything in it.", "Trong đó chưa bên nào làm gì."),
    "why.same": ("It is today's state.", "Đây chính là hiện trạng."),
    "why.holds": (
        "It holds: no party would gain by moving alone.",
        "Trạng thái này đứng vững: không bên nào được lợi nếu đơn phương thay đổi.",
    ),
    "why.deterred": (
        "It holds only while deterred: {parties} would gain by moving, but would be answered.",
        "Trạng thái này chỉ đứng vững nhờ răn đe: {parties} sẽ được lợi nếu thay đổi, nhưng sẽ bị "
        "đáp trả.",
    ),
    "why.not": (
        "It does not hold: {parties} would gain by moving away.",
        "Trạng thái này không đứng vững: {parties} sẽ được lợi nếu rời đi.",
    ),
    "why.still": ("It has no move from here.", "Bên này không có bước đi nào từ đây."),
    "why.content": (
        "None of its moves would leave it better off.",
        "Không bước đi nào khiến bên này khá hơn.",
    ),
    "why.would": ("It would {deeds}: {reason}.", "Bên này sẽ {deeds}: {reason}."),
    "why.free": (
        "Nobody could answer in a way that takes the gain away.",
        "Không ai có thể đáp trả để lấy đi cái lợi ấy.",
    ),
    "why.answer": (
        "The others would want to answer: {doings}. That leaves it no better off than now: {reason}.",
        "Các bên khác sẽ muốn đáp trả: {doings}. Khi đó bên này không khá hơn hiện nay: {reason}.",
    ),
    "why.threat": (
        "The others could answer, though not all of them would want to: {doings}. That would leave "
        "it no better off than now: {reason}.",
        "Các bên khác có thể đáp trả, dù không phải ai cũng muốn: {doings}. Khi đó bên này không khá "
        "hơn hiện nay: {reason}.",
    ),
    "why.more.one": (
        "One more move would also leave it better off.",
        "Còn một bước đi khác cũng khiến bên này khá hơn.",
    ),
    "why.more": (
        "{count} more moves would also leave it better off.",
        "Còn {count} bước đi khác cũng khiến bên này khá hơn.",
    ),
    "why.deals": ("Together", "Cùng nhau"),
    "why.reached": ("How it is reached", "Đường đi tới"),
    # preferred and route
    "preferred": ("Which of the two each prefers", "Mỗi bên thích trạng thái nào hơn"),
    "preferred.states": ("First: {first}. Second: {second}.", "Một: {first}. Hai: {second}."),
    "preferred.first": (
        "{party} prefers the first: {reason}.",
        "{party} thích trạng thái một: {reason}.",
    ),
    "preferred.second": (
        "{party} prefers the second: {reason}.",
        "{party} thích trạng thái hai: {reason}.",
    ),
    "preferred.neither": (
        "{party} is indifferent: {reason}.",
        "{party} không phân biệt: {reason}.",
    ),
    "route": ("The way there", "Đường đi"),
    "route.none": ("No moves lead there.", "Không có đường đi tới đó."),
    "route.reason": ("{party}: {reason}", "{party}: {reason}"),
    # difference
    "diff": ("What changes", "Điều gì thay đổi"),
    "diff.versions": ("From {before} to {after}.", "Từ {before} sang {after}."),
    "diff.none": (
        "The same states hold and are reached in the same ways.",
        "Vẫn những trạng thái ấy đứng vững và đạt tới theo cách cũ.",
    ),
    "diff.gained": ("Holds only after: {state}.", "Chỉ đứng vững sau thay đổi: {state}."),
    "diff.lost": ("Holds only before: {state}.", "Chỉ đứng vững trước thay đổi: {state}."),
    "diff.state": (
        "{state}. Before: {before}. After: {after}.",
        "{state}. Trước: {before}. Sau: {after}.",
    ),
    "diff.leaving.before": (
        "Before, {party} would {deeds}: {reason}.",
        "Trước đó, {party} sẽ {deeds}: {reason}.",
    ),
    "diff.leaving.after": (
        "After, {party} would {deeds}: {reason}.",
        "Sau đó, {party} sẽ {deeds}: {reason}.",
    ),
    "diff.deals": (
        "Deals that can be struck today: {before} before, {after} after.",
        "Thỏa thuận có thể đạt được ngay hôm nay: trước {before}, sau {after}.",
    ),
    "diff.missed": (
        "Deals missed for want of a channel: {before} before, {after} after.",
        "Thỏa thuận bị bỏ lỡ vì thiếu kênh liên lạc: trước {before}, sau {after}.",
    ),
    "diff.decisive": ("What decides: {statements}.", "Điều quyết định: {statements}."),
    "diff.more.one": (
        "One more state that holds only while deterred differs; the JSON output has it.",
        "Còn một trạng thái chỉ đứng vững nhờ răn đe cũng khác; xem bản JSON.",
    ),
    "diff.more": (
        "{count} more states that hold only while deterred differ; the JSON output has them.",
        "Còn {count} trạng thái chỉ đứng vững nhờ răn đe cũng khác; xem bản JSON.",
    ),
    "diff.same.one": (
        "One state holds in both and is reached the same way.",
        "Một trạng thái đứng vững ở cả hai và đạt tới như nhau.",
    ),
    "diff.same": (
        "{count} states hold in both and are reached the same way.",
        "{count} trạng thái đứng vững ở cả hai và đạt tới như nhau.",
    ),
    "profile.plain": ("profile {profile}", "kịch bản {profile}"),
    # paths
    "paths": ("States that hold", "Các trạng thái đứng vững"),
    "paths.state": ("state", "trạng thái"),
    "holds.holds": ("holds", "đứng vững"),
    "holds.while deterred": ("while deterred", "nhờ răn đe"),
    "holds.no": ("does not hold", "không đứng vững"),
    # check
    "check.fine": (
        "No problem was found in this case file.",
        "Không tìm thấy lỗi nào trong hồ sơ.",
    ),
    "check.profile": ("profile", "kịch bản"),
    "check.feasible": ("feasible states", "trạng thái khả thi"),
    "check.items": ("statements of fact", "nhận định về thực tế"),
    "check.unsourced": ("unsourced", "không có nguồn"),
    "check.passed": (
        "{passed} of {count} of the analyst's checks passed.",
        "{passed} trên {count} phép kiểm tra của người phân tích đạt.",
    ),
    "check.paragraphs": (
        "{matched} of {count} paragraphs cited by hash stand in the copies given.",
        "{matched} trên {count} đoạn được dẫn bằng mã băm có trong các bản đã cho.",
    ),
    "check.lost": ("Not found: {paragraphs}.", "Không tìm thấy: {paragraphs}."),
    "check.failed": (
        "{place}: in profile {profile}, {party} does not prefer {better} to {worse}: {reason}.",
        "{place}: trong kịch bản {profile}, {party} không thích {better} hơn {worse}: {reason}.",
    ),
    # stability
    "stability": ("Equilibria", "Các trạng thái cân bằng"),
    "stability.counts": (
        "{feasible} of {combinations} combinations are feasible. Equilibria: {counts}.",
        "{feasible} trên {combinations} tổ hợp khả thi. Số trạng thái cân bằng: {counts}.",
    ),
    "stability.shown": (
        "Shown: the equilibria under {concepts}. The JSON output lists all.",
        "Ở đây nêu các trạng thái cân bằng theo {concepts}. Bản JSON liệt kê đầy đủ.",
    ),
    "stability.stable": ("stable under", "ổn định theo"),
    "stability.outcomes": ("outcomes", "kết cục"),
    **INVERSE,
}
"""Key to (English, Vietnamese)."""


def say(language: str, key: str, **blanks: object) -> str:
    """A phrase with its blanks filled.

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

    Examples
    --------
    >>> say("en", "would", party="China", deeds="relax its enforcement")
    'China would relax its enforcement'
    """
    return PHRASES[key][LANGUAGES.index(language)].format(**blanks)
