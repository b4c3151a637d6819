//! The report as a table to read.

use std::fmt::{self, Display, Formatter, Write};

use super::{EvalReport, Score};
use crate::verdict::Language;

impl Display for EvalReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, Language::English)
    }
}

impl EvalReport {
    /// The table in a language. The names of the methods are those of `eval --json`.
    pub fn text(&self, language: Language) -> String {
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = self.write(&mut out, language);
        out
    }

    fn write(&self, f: &mut impl Write, language: Language) -> fmt::Result {
        let (labelled, skipped, corpus) = (self.labelled, self.skipped, self.corpus);
        let head = language.pick(
            format!("{labelled} 篇有标注的论文（另有 {skipped} 篇没有元数据），词频来自 {corpus} 篇论文\n"),
            format!("{labelled} labelled papers ({skipped} more without metadata), words from {corpus} papers\n"),
        );
        writeln!(f, "{head}")?;
        // A Chinese character takes two columns.
        writeln!(
            f,
            "{}",
            language.pick(
                format!("{:<44} {:>6} {:>13} {:>6} {:>3}  比 TF-IDF + SVM 高", "方法", "AUC", "95 %", "p@10", "天数"),
                format!("{:<46} {:>6} {:>13} {:>6} {:>5}  above TF-IDF + SVM", "method", "AUC", "95 %", "p@10", "days"),
            )
        )?;
        let [cold, learned] = language.pick(["未学习", "已学习"], ["cold", "learned"]);
        for (kind, pick) in [(cold, (|m| &m.cold) as fn(&super::Method) -> &Score), (learned, |m| &m.learned)] {
            let mut rows: Vec<(&String, &Score, f64)> = self
                .methods
                .iter()
                .filter_map(|(name, method)| Some((name, pick(method), pick(method).auc?)))
                .collect();
            rows.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(b.0)));
            for (name, score, auc) in rows {
                let [low, high] = score.interval.unwrap_or_default();
                let above = score.above_svm.map(|[low, high]| format!("{low:+.3} … {high:+.3}")).unwrap_or_default();
                writeln!(
                    f,
                    "{:<width$} {auc:>6.3} {low:>6.3}–{high:.3} {:>6.2} {:>5}  {above}",
                    language.pick(format!("{kind}：{name}"), format!("{kind}: {name}")),
                    score.precision_at_10.unwrap_or_default(),
                    score.days,
                    width = language.pick(42, 46),
                )?;
            }
        }
        for (kind, score) in [(cold, &self.cold), (learned, &self.learned)] {
            let days: Vec<String> = score.by_day.iter().map(|(day, auc)| format!("{day} {auc:.2}")).collect();
            let title = language.pick(format!("builtin 逐日，{kind}："), format!("builtin by day, {kind}: "));
            writeln!(f, "\n{title}{}", days.join("  "))?;
        }
        if let Some(trends) = &self.trends {
            let title = language.pick(
                format!("趋势，与 {} 份报告的两两 F1：", trends.reports),
                format!("trends, pairwise F1 with {} reports: ", trends.reports),
            );
            writeln!(f, "\n{title}builtin {:.3}, k-means (k = 4) {:.3}", trends.builtin, trends.k_means)?;
        }
        Ok(())
    }
}
