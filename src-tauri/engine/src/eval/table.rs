//! The report as a table to read.

use std::fmt::{self, Display, Formatter};

use super::{EvalReport, Score};

impl Display for EvalReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} labelled papers ({} more without metadata), words from {} papers\n",
            self.labelled, self.skipped, self.corpus
        )?;
        writeln!(f, "{:<46} {:>6} {:>13} {:>6} {:>5}  above TF-IDF + SVM", "method", "AUC", "95 %", "p@10", "days")?;
        for (kind, pick) in [("cold", (|m| &m.cold) as fn(&super::Method) -> &Score), ("learned", |m| &m.learned)] {
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
                    "{:<46} {auc:>6.3} {low:>6.3}–{high:.3} {:>6.2} {:>5}  {above}",
                    format!("{kind}: {name}"),
                    score.precision_at_10.unwrap_or_default(),
                    score.days,
                )?;
            }
        }
        for (kind, score) in [("cold", &self.cold), ("learned", &self.learned)] {
            let days: Vec<String> = score.by_day.iter().map(|(day, auc)| format!("{day} {auc:.2}")).collect();
            writeln!(f, "\nbuiltin by day, {kind}: {}", days.join("  "))?;
        }
        if let Some(trends) = &self.trends {
            writeln!(
                f,
                "\ntrends, pairwise F1 with {} reports: builtin {:.3}, k-means (k = 4) {:.3}",
                trends.reports, trends.builtin, trends.k_means
            )?;
        }
        Ok(())
    }
}
