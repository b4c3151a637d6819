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

    proptest! {
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
