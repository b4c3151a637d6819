//! Decisions by the profile's shares.

use crate::verdict::Decision;

/// The decision for the paper at `position` (0 = best) of `ranked_count` judged papers, so that the counts follow
/// `shares` (fractions that add up to 1, in the order recommend, borderline, skip) by the largest-remainder method.
pub fn decide(shares: [f64; 3], ranked_count: usize, position: usize) -> Decision {
    let [recommend, borderline, _] = counts(shares, ranked_count);
    if position < recommend {
        Decision::Recommend
    } else if position < recommend + borderline {
        Decision::Borderline
    } else {
        Decision::Skip
    }
}

/// The decisions for a day's judged papers by their `scores` (in any order), given the scores of the papers that were
/// judged on recent days. The shares hold over all of them together: a weak day has fewer recommendations, a strong one
/// more. Without recent days they hold for the day, as with `decide`. Equal scores are taken in the order given.
pub fn decide_day(shares: [f64; 3], recent: &[f64], scores: &[f64]) -> Vec<Decision> {
    let mut past = recent.to_vec();
    past.sort_by(|a, b| b.total_cmp(a));
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let mut decisions = vec![Decision::Skip; scores.len()];
    for (position, &at) in order.iter().enumerate() {
        // Recent papers of the same score share the place: half of them count as better.
        let better = past.partition_point(|&score| score > scores[at]);
        let equal = past.partition_point(|&score| score >= scores[at]) - better;
        decisions[at] = decide(shares, past.len() + scores.len(), better + equal / 2 + position);
    }
    decisions
}

fn counts(shares: [f64; 3], total: usize) -> [usize; 3] {
    let exact = shares.map(|share| share * total as f64);
    let mut counts = exact.map(|quota| quota.floor() as usize);
    let mut by_remainder = [0, 1, 2];
    // A stable sort: the better decision gets the seat when remainders are equal.
    by_remainder.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())));
    let missing = total.saturating_sub(counts.iter().sum());
    for &at in by_remainder.iter().cycle().take(missing) {
        counts[at] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_follow_the_shares() {
        for (shares, total, expected) in [
            ([0.4, 0.3, 0.3], 60, [24, 18, 18]),
            ([0.4, 0.3, 0.3], 10, [4, 3, 3]),
            ([0.4, 0.3, 0.3], 1, [1, 0, 0]),
            ([0.4, 0.3, 0.3], 2, [1, 1, 0]),
            ([0.4, 0.3, 0.3], 0, [0, 0, 0]),
            ([0.0, 0.0, 1.0], 5, [0, 0, 5]),
            ([1.0, 0.0, 0.0], 5, [5, 0, 0]),
            ([1.0 / 3.0; 3], 7, [3, 2, 2]),
        ] {
            assert_eq!(counts(shares, total), expected, "{shares:?} of {total}");
        }
    }

    #[test]
    fn a_weak_day_has_fewer_recommendations_and_the_average_holds() {
        let shares = [0.4, 0.3, 0.3];
        let day = |lift: f64| -> Vec<f64> { (0..60).map(|i| lift + f64::from(i) / 100.0).collect() };
        let recommended = |recent: &[f64], day: &[f64]| {
            decide_day(shares, recent, day).iter().filter(|&&d| d == Decision::Recommend).count()
        };
        let usual: Vec<f64> = (0..10).flat_map(|_| day(0.1)).collect();
        for (recent, today, expected) in [
            (&[][..], day(0.1), 24..=24),
            (&usual[..], day(0.1), 23..=25),
            (&usual[..], day(0.0), 10..=18),
            (&usual[..], day(0.3), 40..=50),
        ] {
            let found = recommended(recent, &today);
            assert!(expected.contains(&found), "{found} not in {expected:?}");
        }
        // Weak and strong days in turn, each judged by the twenty before it.
        let mut days: Vec<Vec<f64>> = Vec::new();
        let mut total = 0;
        for n in 0..80u32 {
            let today = day(f64::from(n * 7919 % 10) / 40.0);
            let recent: Vec<f64> = days.iter().rev().take(20).flatten().copied().collect();
            total += recommended(&recent, &today);
            days.push(today);
        }
        let average = total as f64 / (80.0 * 60.0);
        assert!((average - 0.4).abs() < 0.02, "{average}");
    }

    proptest! {
        #[test]
        fn a_better_score_never_gets_a_worse_decision(
            recent in prop::collection::vec(0.0f64..1.0, 0..50), scores in prop::collection::vec(0.0f64..1.0, 0..50),
        ) {
            let decisions = decide_day([0.4, 0.3, 0.3], &recent, &scores);
            for (a, own) in scores.iter().zip(&decisions) {
                for (b, other) in scores.iter().zip(&decisions) {
                    prop_assert!(a <= b || own <= other);
                }
            }
        }

        #[test]
        fn no_count_is_further_than_one_from_its_share(
            weights in prop::array::uniform3(0u32..100), total in 0usize..500,
        ) {
            prop_assume!(weights.iter().sum::<u32>() > 0);
            let sum = f64::from(weights.iter().sum::<u32>());
            let shares = weights.map(|weight| f64::from(weight) / sum);
            let mut seen = [0usize; 3];
            let mut last = Decision::Recommend;
            for position in 0..total {
                let decision = decide(shares, total, position);
                prop_assert!(decision >= last, "a worse paper never gets a better decision");
                last = decision;
                seen[decision as usize] += 1;
            }
            for (count, share) in seen.iter().zip(shares) {
                prop_assert!((*count as f64 - share * total as f64).abs() < 1.0 + 1e-9);
            }
        }
    }
}
