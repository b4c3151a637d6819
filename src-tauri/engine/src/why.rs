//! The answer to "what became of this paper?", for any identifier, on one screen.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use ts_rs::TS;

use crate::{
    filter,
    paper::{AnnounceType, ArxivId, Paper},
    source::calendar,
    store::Fate,
    verdict::{Decision, Language},
    words,
};

/// Why no list that is followed holds a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotListed {
    /// None of its categories is followed.
    Category,
    /// The list of the day on which it was announced is not here.
    NotFetched,
    /// arXiv has not announced it yet.
    NotAnnounced,
    /// The list of the day on which it was due is here and does not hold it: arXiv held it back.
    NotInList,
    /// arXiv has no such paper.
    UnknownId,
    /// Nothing is known of it here, and arXiv could not be asked.
    NotLookedUp,
}

/// What arXiv said about a paper that is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// It was not asked: the paper is stored, or not arXiv's.
    NotAsked,
    /// There is no such paper.
    NoSuchPaper,
    /// It could not be asked, because of this.
    Failed(String),
}

/// All that is known of a paper.
pub struct Known<'a> {
    pub id: &'a ArxivId,
    pub paper: Option<&'a Paper>,
    /// In every digest, the newest first.
    pub fates: &'a [Fate],
    /// Number, time of submission, first list.
    pub versions: &'a [(u32, Option<Timestamp>, Option<(Date, AnnounceType)>)],
    pub look_up: LookUp,
    pub profile: &'a str,
    /// The categories of the settings.
    pub followed: &'a [String],
    /// The categories of the stored list of the day on which the paper was due; None when that list is not here.
    pub fetched: Option<&'a BTreeSet<String>>,
    /// arXiv's newest announced mailing date.
    pub newest: Date,
    pub zone: TimeZone,
    pub language: Language,
}

/// What became of a paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub headline: String,
    pub lines: Vec<String>,
    pub not_listed: Option<NotListed>,
}

/// The mailing date on which a paper was due, by the submission of its first version.
pub fn due(versions: &[(u32, Option<Timestamp>, Option<(Date, AnnounceType)>)]) -> Option<Date> {
    let first = versions.iter().find(|version| version.0 == 1)?;
    first.1.map(calendar::mailing_date)
}

/// Of what there is most of, only the newest and the first are told: the answer fits on a screen of 24 lines.
const MOST: usize = 4;

/// Columns of a terminal that a quoted text may take; a Chinese character takes two.
const QUOTED: usize = 120;

/// Puts what is known into words.
pub fn answer(known: &Known) -> Answer {
    let mut lines = Vec::new();
    let listed = known.versions.iter().rev().find_map(|version| version.2);
    // What became of a paper was settled before it came again.
    let mut own = known.fates.iter().filter(|fate| fate.profile == known.profile);
    let settled = own.clone().find(|fate| fate.rule.as_deref() != Some("known"));
    let own: Option<&Fate> = settled.or(own.next()).or(known.fates.first());
    let (headline, not_listed) = match (own, listed) {
        (Some(fate), _) => (of_fate(fate, known.language), None),
        (None, Some((date, how))) => {
            let how = announced_as(how, known.language);
            let headline = known.language.pick(
                format!("{date} 由 arXiv 公告（{how}），但当天还没有研报。"),
                format!("Announced on {date} ({how}); no digest of that day has been made."),
            );
            (headline, None)
        }
        (None, None) => {
            let (reason, headline) = not_listed(known);
            (headline, Some(reason))
        }
    };
    let (newest, first, more) = ends(known.fates);
    for fate in newest.iter().chain(first) {
        let how = became(fate, known.language);
        let attempt = match fate.attempt {
            1 => String::new(),
            n => known.language.pick(format!("，第 {n} 次"), format!(", attempt {n}")),
        };
        let kind = announced_as(fate.announce_type, known.language);
        lines.push(known.language.pick(
            format!("{}（{kind}，画像 {}{attempt}）：{how}", fate.date, fate.profile),
            format!("{} ({kind}, profile {}{attempt}): {how}", fate.date, fate.profile),
        ));
    }
    if more > 0 {
        lines.push(known.language.pick(format!("此外还有 {more} 次"), format!("And {more} more times in between")));
    }
    if !known.versions.is_empty() {
        let newest_first: Vec<_> = known.versions.iter().rev().collect();
        let (newest, first, more) = ends(&newest_first);
        let mut versions: Vec<String> = newest.iter().chain(first).map(|version| of_version(version, known)).collect();
        versions.reverse();
        if more > 0 {
            versions.insert(1, "…".into());
        }
        lines.push(
            known
                .language
                .pick(format!("已知版本：{}", versions.join("；")), format!("Known versions: {}", versions.join("; "))),
        );
    }
    if let Some(paper) = known.paper.filter(|paper| !paper.categories.is_empty()) {
        let [of, followed] = [&paper.categories, known.followed].map(|list| quoted(&list.join(", ")));
        lines.push(
            known
                .language
                .pick(format!("类别：{of}；关注：{followed}"), format!("Categories: {of}; followed: {followed}")),
        );
    }
    Answer { headline, lines, not_listed }
}

/// The newest of a list that begins with the newest, its last, and how many there are between them.
fn ends<T>(list: &[T]) -> (&[T], Option<&T>, usize) {
    if list.len() <= MOST {
        return (list, None, 0);
    }
    (&list[..MOST - 1], list.last(), list.len() - MOST)
}

/// A text that may be long, cut to its room.
fn quoted(text: &str) -> String {
    let mut room = QUOTED;
    for (at, c) in text.char_indices() {
        let wide = if c >= '\u{1100}' { 2 } else { 1 };
        match room.checked_sub(wide) {
            Some(left) => room = left,
            None => return format!("{}…", &text[..at]),
        }
    }
    text.to_owned()
}

fn of_fate(fate: &Fate, language: Language) -> String {
    let (date, how) = (fate.date, announced_as(fate.announce_type, language));
    let decision = fate.decision.as_deref().and_then(|text| text.parse::<Decision>().ok());
    let word = decision.map_or("", |decision| decision.word(language));
    let by = judge(fate.judged_by.as_deref().unwrap_or_default(), language);
    match fate.state.as_str() {
        "judged" => language.pick(
            format!("{date} 由 arXiv 公告（{how}），结论是“{word}”（{by}）。"),
            format!("Announced on {date} ({how}) and judged by {by}: {word}."),
        ),
        "failed" => language.pick(
            format!("{date} 由 arXiv 公告（{how}），未能评审，再次运行会重试。"),
            format!("Announced on {date} ({how}); it could not be judged, and the next run tries again."),
        ),
        "filtered" => {
            let rule = fate.rule.as_deref().unwrap_or_default();
            let meaning = rule_in_words(rule, language);
            let named = words::rule(rule, language);
            language.pick(
                format!("{date} 由 arXiv 公告（{how}），被规则“{named}”过滤：{meaning}。"),
                format!("Announced on {date} ({how}) and taken out by the rule \"{rule}\": {meaning}."),
            )
        }
        _ => language.pick(
            format!("{date} 由 arXiv 公告（{how}），正在等待评审。"),
            format!("Announced on {date} ({how}) and waiting to be judged."),
        ),
    }
}

/// Who judged, as the reader is told.
fn judge(by: &str, language: Language) -> String {
    match (by, language) {
        ("builtin", Language::Chinese) => words::BUILTIN.of(language).to_owned(),
        _ => by.to_owned(),
    }
}

fn became(fate: &Fate, language: Language) -> String {
    match (&fate.rule, &fate.failure) {
        (Some(rule), _) => language.pick(format!("过滤：{}", words::rule(rule, language)), format!("filtered: {rule}")),
        (None, Some(failure)) => language.pick(
            format!("失败：{}。{}", words::rule(failure.class.as_str(), language), quoted(&failure.message)),
            format!("failed: {} {}", failure.class.as_str(), quoted(&failure.message)),
        ),
        (None, None) => {
            let reason = quoted(fate.reason.as_deref().unwrap_or_default());
            let rank = fate.rank.map(|rank| format!("#{rank} ")).unwrap_or_default();
            match (fate.decision.as_deref(), language) {
                (Some(decision), Language::Chinese) => {
                    let word = decision.parse::<Decision>().map_or(decision, |decision| decision.word(language));
                    let by = judge(fate.judged_by.as_deref().unwrap_or_default(), language);
                    format!("{rank}{word}（{by}）：{reason}")
                }
                (None, Language::Chinese) => format!("{rank}等待评审"),
                (decision, Language::English) => {
                    let by = fate.judged_by.as_deref().unwrap_or("nobody yet");
                    format!("{rank}{} by {by}: {reason}", decision.unwrap_or("waiting"))
                }
            }
        }
    }
}

/// What a rule of the ledger means.
fn rule_in_words(rule: &str, language: Language) -> String {
    let (chinese, english) = match rule {
        "category" => ("不属于所关注的类别", "none of its categories is followed"),
        "cross-list" => {
            ("交叉列表，设置中已关闭 arxiv.include_cross_lists", "a cross-list, and arxiv.include_cross_lists is off")
        }
        "replacement" => (
            "旧论文的新版本，设置中已关闭 arxiv.include_replacements",
            "a new version, and arxiv.include_replacements is off",
        ),
        "known" => ("之前已经公告过，不再重复", "it was announced before, and a paper is reported once"),
        "no include term" => ("不含画像中任何一个包含词", "it holds none of the profile's include terms"),
        other if other.starts_with("exclude: ") => ("含有画像中的排除词", "it holds a term that the profile excludes"),
        _ => ("排在当天评审名额之外", "it ranked below the number of papers that are judged a day"),
    };
    language.pick(chinese, english).to_owned()
}

fn announced_as(how: AnnounceType, language: Language) -> &'static str {
    match how {
        AnnounceType::New => language.pick("新论文", "new"),
        AnnounceType::Cross => language.pick("交叉列表", "cross-list"),
        AnnounceType::Replace => language.pick("新版本", "replacement"),
        AnnounceType::ReplaceCross => language.pick("新版本，交叉列表", "replacement, cross-list"),
    }
}

fn of_version(
    (version, submitted, listed): &(u32, Option<Timestamp>, Option<(Date, AnnounceType)>),
    known: &Known,
) -> String {
    let submitted = submitted.map(|at| {
        let day = at.to_zoned(known.zone.clone()).date();
        known.language.pick(format!("{day} 提交"), format!("submitted {day}"))
    });
    let listed = listed.map(|(date, how)| {
        let how = announced_as(how, known.language);
        known.language.pick(format!("{date} 公告（{how}）"), format!("announced {date} as {how}"))
    });
    let said: Vec<String> = [submitted, listed].into_iter().flatten().collect();
    match said.is_empty() {
        true => format!("v{version}"),
        false => known
            .language
            .pick(format!("v{version}（{}）", said.join("，")), format!("v{version} ({})", said.join(", "))),
    }
}

fn not_listed(known: &Known) -> (NotListed, String) {
    let Known { id, language, .. } = known;
    let not = |chinese: String, english: String| {
        language.pick(
            format!("{id} 不在你关注的任何列表中：{chinese}。"),
            format!("{id} is not in any list you follow: {english}."),
        )
    };
    let followed = quoted(&known.followed.join(", "));
    let Some(paper) = known.paper else {
        return match &known.look_up {
            LookUp::NoSuchPaper => {
                (NotListed::UnknownId, not("arXiv 没有这篇论文".into(), "arXiv has no such paper".into()))
            }
            _ if month_of(id).is_some_and(|month| month > known.newest.first_of_month()) => (
                NotListed::NotAnnounced,
                not("这个编号的月份还没有到".into(), "the month of its identifier is yet to come".into()),
            ),
            LookUp::Failed(why) => (
                NotListed::NotLookedUp,
                not(
                    format!("已获取的列表（{followed}）中没有它，也没能向 arXiv 查询（{why}）"),
                    format!(
                        "no list of {followed} that was fetched here holds it, and arXiv could not be asked ({why})"
                    ),
                ),
            ),
            LookUp::NotAsked => {
                (NotListed::NotLookedUp, not("这里从未获取过它".into(), "it was never fetched here".into()))
            }
        };
    };
    if !paper.categories.is_empty() && !paper.categories.iter().any(|c| filter::holds(known.followed, c)) {
        let of = paper.categories.join(", ");
        return (
            NotListed::Category,
            not(
                format!("它的类别是 {of}，而关注的是 {followed}"),
                format!("its categories are {of}, and {followed} are followed"),
            ),
        );
    }
    let Some(due) = due(known.versions) else {
        return (
            NotListed::NotFetched,
            not("公告它的那一天没有在这里获取".into(), "the day on which it was announced was not fetched here".into()),
        );
    };
    if due > known.newest {
        return (
            NotListed::NotAnnounced,
            not(
                format!("arXiv 预计在 {due} 公告它，目前还没有"),
                format!("arXiv is to announce it on {due}, and has not yet"),
            ),
        );
    }
    let is_here = known.fetched.is_some_and(|fetched| {
        let fetched: Vec<String> = fetched.iter().cloned().collect();
        paper.categories.iter().any(|category| filter::holds(&fetched, category))
    });
    if is_here {
        return (
            NotListed::NotInList,
            not(
                format!("按提交时间应在 {due} 公告，但当天的列表里没有它，arXiv 可能推迟了公告"),
                format!("it was due on {due}, whose list is here without it: arXiv may have held it back"),
            ),
        );
    }
    (
        NotListed::NotFetched,
        not(
            format!("它应在 {due} 公告，而那一天的列表没有在这里获取（补上：arxiv-llm-daily run --date {due}）"),
            format!("it was due on {due}, and that list is not here (fetch it with: arxiv-llm-daily run --date {due})"),
        ),
    )
}

/// The month that a new-style identifier names.
fn month_of(id: &ArxivId) -> Option<Date> {
    let text = id.as_str();
    let (year, month) = (text.get(..2)?.parse::<i16>().ok()?, text.get(2..4)?.parse::<i8>().ok()?);
    Date::new(2000 + year, month, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(categories: &[&str]) -> Paper {
        Paper {
            id: "2601.00001".parse().unwrap(),
            version: 1,
            title: "T".into(),
            authors: vec![],
            categories: categories.iter().map(|c| c.to_string()).collect(),
            summary: "S".into(),
            comment: None,
            url: String::new(),
        }
    }

    #[test]
    fn why_a_paper_is_in_no_list() {
        let cl = paper(&["cs.CL"]);
        let gt = paper(&["math.GT"]);
        let here = BTreeSet::from(["cs.CL".to_owned()]);
        let elsewhere = BTreeSet::from(["cs.IR".to_owned()]);
        // Thursday morning: due on Friday the 9th.
        let thursday = Some("2026-01-08T15:00:00Z");
        for (paper, id, submitted, fetched, look_up, reason) in [
            (Some(&gt), "2601.00001", thursday, None, LookUp::NotAsked, NotListed::Category),
            (Some(&cl), "2601.00001", thursday, None, LookUp::NotAsked, NotListed::NotFetched),
            (Some(&cl), "2601.00001", thursday, Some(&elsewhere), LookUp::NotAsked, NotListed::NotFetched),
            (Some(&cl), "2601.00001", thursday, Some(&here), LookUp::NotAsked, NotListed::NotInList),
            (Some(&cl), "2601.00001", Some("2026-01-09T15:00:00Z"), None, LookUp::NotAsked, NotListed::NotAnnounced),
            (Some(&cl), "2601.00001", None, None, LookUp::NotAsked, NotListed::NotFetched),
            (None, "2601.00001", None, None, LookUp::NoSuchPaper, NotListed::UnknownId),
            (None, "2602.00001", None, None, LookUp::Failed("offline".into()), NotListed::NotAnnounced),
            (None, "2601.00001", None, None, LookUp::Failed("offline".into()), NotListed::NotLookedUp),
            (None, "math.GT/0309136", None, None, LookUp::Failed("offline".into()), NotListed::NotLookedUp),
        ] {
            for language in [Language::Chinese, Language::English] {
                let versions: Vec<_> = submitted.iter().map(|at| (1, Some(at.parse().unwrap()), None)).collect();
                let known = Known {
                    id: &id.parse().unwrap(),
                    paper,
                    fates: &[],
                    versions: &versions,
                    look_up: look_up.clone(),
                    profile: "p",
                    followed: &["cs.CL".to_owned()],
                    fetched,
                    newest: "2026-01-09".parse().unwrap(),
                    zone: TimeZone::UTC,
                    language,
                };
                let answer = answer(&known);
                assert_eq!(answer.not_listed, Some(reason), "{}", answer.headline);
                assert!(answer.headline.starts_with(id), "{}", answer.headline);
            }
        }
    }

    #[test]
    fn the_answer_fits_on_one_screen_however_much_there_is() {
        let long = "这篇论文提出了一种新的方法，并在多个数据集上验证了它的效果。".repeat(20);
        let fate = |n: i8| Fate {
            date: Date::new(2026, 1 + n / 28, 1 + n % 28).unwrap(),
            profile: format!("profile-of-a-group-{}", n % 3),
            attempt: 3,
            announce_type: if n == 0 { AnnounceType::New } else { AnnounceType::ReplaceCross },
            state: if n == 0 { "judged" } else { "filtered" }.into(),
            rule: (n > 0).then(|| "known".to_owned()),
            failure: None,
            rank: Some(4),
            decision: Some("recommend".into()),
            reason: Some(long.clone()),
            judged_by: Some("a-model-with-a-name".into()),
        };
        let fates: Vec<Fate> = (0..40).rev().map(fate).collect();
        let listed = Some((fates[0].date, AnnounceType::Replace));
        let versions: Vec<_> = (1..=30).map(|n| (n, Some("2026-01-08T15:00:00Z".parse().unwrap()), listed)).collect();
        let all: Vec<String> = (0..40).map(|n| format!("cs.{n:02}")).collect();
        let mut paper = paper(&["cs.CL"]);
        paper.categories = all.clone();
        for language in [Language::Chinese, Language::English] {
            let answer = answer(&Known {
                id: &paper.id,
                paper: Some(&paper),
                fates: &fates,
                versions: &versions,
                look_up: LookUp::NotAsked,
                profile: "profile-of-a-group-0",
                followed: &all,
                fetched: None,
                newest: "2026-03-01".parse().unwrap(),
                zone: TimeZone::UTC,
                language,
            });
            let columns = |text: &String| text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum::<usize>();
            let rows: usize =
                answer.lines.iter().chain([&answer.headline]).map(|line| columns(line).div_ceil(78)).sum();
            // The title and what can be done about it have the rest of 24.
            assert!(rows <= 20, "{rows}: {answer:#?}");
            assert!(
                answer.headline.contains("2026-01-01") && answer.headline.contains("a-model"),
                "{}",
                answer.headline
            );
            let said = answer.lines.join("\n");
            for told in ["2026-02-12", "2026-01-01", "36", "v30", "v1"] {
                assert!(said.contains(told), "{told} is not in {said}");
            }
        }
    }

    #[test]
    fn every_rule_is_told_in_words() {
        let mut told = BTreeSet::new();
        for rule in
            ["category", "cross-list", "replacement", "known", "exclude: x", "no include term", "rank 61 of 285"]
        {
            assert!(told.insert(rule_in_words(rule, Language::English)), "{rule}");
            assert!(told.insert(rule_in_words(rule, Language::Chinese)), "{rule}");
        }
    }
}
