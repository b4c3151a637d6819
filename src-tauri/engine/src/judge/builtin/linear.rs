//! The linear algebra of the judge: small, and the same to the last bit on every platform (fixed order of sums, no
//! library `sqrt` or `exp` that may differ).

use std::{ops::Range, thread};

/// Rounds of subspace iteration: with two the figures of `eval` are lower by a hundredth, with more they are the same.
const POWER: usize = 4;

/// A symmetric matrix with few entries, by rows; both halves are stored.
pub struct SparseSymmetric {
    /// Where each row starts in `columns` and `values`; one more than there are rows.
    pub starts: Vec<usize>,
    pub columns: Vec<u16>,
    pub values: Vec<f32>,
}

impl SparseSymmetric {
    pub fn size(&self) -> usize {
        self.starts.len() - 1
    }

    /// This times `other` (row-major, `width` columns), on two threads: each row is one thread's alone.
    fn times(&self, other: &[f32], width: usize) -> Vec<f32> {
        let mut product = vec![0.0; self.size() * width];
        let half = self.size() / 2;
        let (upper, lower) = product.split_at_mut(half * width);
        thread::scope(|scope| {
            scope.spawn(|| self.rows_times(0..half, other, width, upper));
            self.rows_times(half..self.size(), other, width, lower);
        });
        product
    }

    fn rows_times(&self, rows: Range<usize>, other: &[f32], width: usize, product: &mut [f32]) {
        for (row, sum) in rows.zip(product.chunks_exact_mut(width)) {
            for at in self.starts[row]..self.starts[row + 1] {
                let from = usize::from(self.columns[at]) * width;
                add_scaled(sum, self.values[at], &other[from..from + width]);
            }
        }
    }

    /// The `wanted` eigenvectors of largest absolute eigenvalue, each scaled by the square root of it, as the columns of
    /// a row-major matrix (`size` × the returned width). Randomised subspace iteration (Halko, Martinsson, Tropp 2011)
    /// from a fixed start.
    pub fn scaled_eigenvectors(&self, wanted: usize) -> (Vec<f32>, usize) {
        let width = (wanted + 12).min(self.size());
        if width == 0 {
            return (Vec::new(), 0);
        }
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut basis: Vec<f32> = (0..self.size() * width).map(|_| random.next() as f32).collect();
        orthonormalise(&mut basis, width, 1);
        for round in 1..=POWER {
            basis = self.times(&basis, width);
            orthonormalise(&mut basis, width, if round == POWER { 2 } else { 1 });
        }
        let image = self.times(&basis, width);
        let mut small = vec![0.0f64; width * width];
        for (a, b) in basis.chunks_exact(width).zip(image.chunks_exact(width)) {
            for (i, &x) in a.iter().enumerate() {
                for (sum, &y) in small[i * width..(i + 1) * width].iter_mut().zip(b) {
                    *sum += f64::from(x) * f64::from(y);
                }
            }
        }
        let (values, vectors) = eigen(small, width);
        let kept = wanted.min(width);
        let mut order: Vec<usize> = (0..width).collect();
        order.sort_by(|&a, &b| values[b].abs().total_cmp(&values[a].abs()));
        order.truncate(kept);
        let mut scaled = Vec::with_capacity(self.size() * kept);
        for row in basis.chunks_exact(width) {
            for &column in &order {
                let along: f64 = row.iter().enumerate().map(|(i, &x)| f64::from(x) * vectors[i * width + column]).sum();
                scaled.push((along * values[column].abs().sqrt()) as f32);
            }
        }
        (scaled, kept)
    }
}

/// `sum += factor * row`.
pub fn add_scaled(sum: &mut [f32], factor: f32, row: &[f32]) {
    for (sum, &x) in sum.iter_mut().zip(row) {
        *sum += factor * x;
    }
}

/// In eight independent sums, which the compiler can keep in one register, added in a fixed order.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Makes the vector one of length 1, unless it is 0.
pub fn normalise(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
    if length > 1e-12 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}

/// Modified Gram–Schmidt on the columns of a row-major matrix. Once keeps an iteration from collapsing; a basis that is
/// projected on needs two `passes`.
pub fn orthonormalise(matrix: &mut [f32], width: usize, passes: usize) {
    let height = matrix.len() / width;
    let mut columns: Vec<Vec<f32>> = (0..width).map(|c| (0..height).map(|r| matrix[r * width + c]).collect()).collect();
    for at in 0..width {
        let (done, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut() else { break };
        let before = dot(column, column);
        for _ in 0..passes {
            for other in done.iter() {
                let along = dot(other, column);
                add_scaled(column, -along, other);
            }
        }
        // What is left of a column that the others span is rounding noise, not a direction.
        if dot(column, column) <= before * 1e-8 {
            column.fill(0.0);
        }
        normalise(column);
    }
    for (c, column) in columns.iter().enumerate() {
        for (r, &x) in column.iter().enumerate() {
            matrix[r * width + c] = x;
        }
    }
}

/// Eigenvalues and eigenvectors (columns) of a symmetric row-major matrix, by cyclic Jacobi rotations.
fn eigen(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; n * n];
    for i in 0..n {
        vectors[i * n + i] = 1.0;
        for j in 0..i {
            let mean = (a[i * n + j] + a[j * n + i]) / 2.0;
            (a[i * n + j], a[j * n + i]) = (mean, mean);
        }
    }
    let scale: f64 = a.iter().map(|x| x * x).sum::<f64>().max(1e-300);
    for _ in 0..40 {
        let off: f64 = (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| a[i * n + j] * a[i * n + j]).sum();
        if off <= scale * 1e-18 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                let apq = a[p * n + q];
                if apq.abs() < 1e-300 {
                    continue;
                }
                let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..n {
                    let (x, y) = (a[k * n + p], a[k * n + q]);
                    (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y);
                }
                for k in 0..n {
                    let (x, y) = (a[p * n + k], a[q * n + k]);
                    (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y);
                    let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
                    (vectors[k * n + p], vectors[k * n + q]) = (c * x - s * y, s * x + c * y);
                }
            }
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), vectors)
}

/// What a weighted ridge regression needs to know of the rows it has seen. Rows can be added at any time; solving
/// depends on the width alone.
#[derive(Debug, Clone)]
pub struct Ridge {
    width: usize,
    pub weight: f64,
    sum: Vec<f64>,
    target: f64,
    /// The lower triangle of the weighted sum of x xᵀ, row-major.
    gram: Vec<f64>,
    cross: Vec<f64>,
}

/// A linear function and how its values spread over the rows it was asked about.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub slope: Vec<f32>,
    pub intercept: f64,
}

impl Line {
    pub fn at(&self, row: &[f32]) -> f64 {
        f64::from(dot(&self.slope, row)) + self.intercept
    }
}

impl Ridge {
    pub fn new(width: usize) -> Self {
        Self {
            width,
            weight: 0.0,
            sum: vec![0.0; width],
            target: 0.0,
            gram: vec![0.0; width * width],
            cross: vec![0.0; width],
        }
    }

    /// All that it knows, to be kept in a file.
    pub fn numbers(&self) -> Vec<f64> {
        [&[self.weight, self.target], &self.sum[..], &self.gram, &self.cross].concat()
    }

    /// What `numbers` gave; None when it cannot be of this width.
    pub fn from_numbers(width: usize, numbers: &[f64]) -> Option<Self> {
        let (&[weight, target], rest) = numbers.split_first_chunk::<2>()?;
        let (sum, rest) = rest.split_at_checked(width)?;
        let (gram, cross) = rest.split_at_checked(width * width)?;
        (cross.len() == width).then(|| Self {
            width,
            weight,
            sum: sum.to_vec(),
            target,
            gram: gram.to_vec(),
            cross: cross.to_vec(),
        })
    }

    /// Counts a row with its target `weight` times; a negative weight takes back what was counted.
    pub fn add(&mut self, row: &[f32], target: f64, weight: f64) {
        self.weight += weight;
        self.target += weight * target;
        for (i, &x) in row.iter().enumerate() {
            let x = weight * f64::from(x);
            self.sum[i] += x;
            self.cross[i] += x * target;
            for (sum, &y) in self.gram[i * self.width..=i * self.width + i].iter_mut().zip(row) {
                *sum += x * f64::from(y);
            }
        }
    }

    /// The same rows, each counted `factor` times, all with the target 0.
    pub fn unlabelled(&self, factor: f64) -> Self {
        let scaled = |values: &[f64]| values.iter().map(|x| x * factor).collect();
        Self {
            width: self.width,
            weight: self.weight * factor,
            sum: scaled(&self.sum),
            target: 0.0,
            gram: scaled(&self.gram),
            cross: vec![0.0; self.width],
        }
    }

    /// Gives all rows the same target.
    pub fn retarget(&mut self, target: f64) {
        self.target = self.weight * target;
        self.cross = self.sum.iter().map(|x| x * target).collect();
    }

    /// The line that fits the rows best, with a free intercept and `penalty` on the squared slope. Flat without rows.
    pub fn solve(&self, penalty: f64) -> Line {
        if self.weight <= 0.0 {
            return Line { slope: vec![0.0; self.width], intercept: 0.0 };
        }
        let n = self.width;
        let mut lower = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                lower[i * n + j] = self.gram[i * n + j] - self.sum[i] * self.sum[j] / self.weight;
            }
            lower[i * n + i] += penalty;
        }
        let mut slope: Vec<f64> = (0..n).map(|i| self.cross[i] - self.sum[i] * self.target / self.weight).collect();
        // Cholesky, then forward and back substitution.
        for i in 0..n {
            for j in 0..=i {
                let along: f64 = (0..j).map(|k| lower[i * n + k] * lower[j * n + k]).sum();
                let rest = lower[i * n + j] - along;
                lower[i * n + j] = if i == j { rest.max(1e-12).sqrt() } else { rest / lower[j * n + j] };
            }
        }
        for i in 0..n {
            let along: f64 = (0..i).map(|k| lower[i * n + k] * slope[k]).sum();
            slope[i] = (slope[i] - along) / lower[i * n + i];
        }
        for i in (0..n).rev() {
            let along: f64 = (i + 1..n).map(|k| lower[k * n + i] * slope[k]).sum();
            slope[i] = (slope[i] - along) / lower[i * n + i];
        }
        let mean: f64 = slope.iter().zip(&self.sum).map(|(b, x)| b * x).sum::<f64>();
        Line { intercept: (self.target - mean) / self.weight, slope: slope.into_iter().map(|x| x as f32).collect() }
    }

    /// Mean and standard deviation of the line's values over the rows.
    pub fn spread(&self, line: &Line) -> (f64, f64) {
        if self.weight <= 0.0 {
            return (0.0, 1.0);
        }
        let slope: Vec<f64> = line.slope.iter().map(|&x| f64::from(x)).collect();
        let mean = slope.iter().zip(&self.sum).map(|(b, x)| b * x).sum::<f64>() / self.weight;
        let mut square = 0.0;
        for i in 0..self.width {
            let row: f64 = (0..i).map(|j| slope[j] * self.gram[i * self.width + j]).sum();
            square += slope[i] * (2.0 * row + slope[i] * self.gram[i * self.width + i]);
        }
        let variance = (square / self.weight - mean * mean).max(0.0);
        (mean + line.intercept, variance.sqrt())
    }
}

/// SplitMix64: a fixed, seeded stream of numbers in -1..1, the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn next(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvectors_rebuild_the_matrix() {
        // A sum of two known outer products, one of them negative.
        let n = 30;
        let a: Vec<f32> = (0..n).map(|i| 1.0 + (i % 3) as f32).collect();
        let b: Vec<f32> = (0..n).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let entry = |i: usize, j: usize| 2.0 * a[i] * a[j] - b[i] * b[j];
        let matrix = SparseSymmetric {
            starts: (0..=n).map(|i| i * n).collect(),
            columns: (0..n * n).map(|at| (at % n) as u16).collect(),
            values: (0..n * n).map(|at| entry(at / n, at % n)).collect(),
        };
        let (scaled, width) = matrix.scaled_eigenvectors(2);
        assert_eq!(width, 2);
        for i in 0..n {
            for j in 0..n {
                // The larger eigenvalue is positive, the smaller negative.
                let rebuilt = scaled[i * 2] * scaled[j * 2] - scaled[i * 2 + 1] * scaled[j * 2 + 1];
                assert!((rebuilt - entry(i, j)).abs() < 0.05, "{i} {j}: {rebuilt} for {}", entry(i, j));
            }
        }
    }

    #[test]
    fn ridge_finds_the_line_and_takes_back_what_was_counted() {
        let mut random = Random(1);
        let mut ridge = Ridge::new(3);
        for _ in 0..200 {
            let row: Vec<f32> = (0..3).map(|_| random.next() as f32).collect();
            let target = 0.5 + 2.0 * f64::from(row[0]) - f64::from(row[2]);
            ridge.add(&row, target, 1.0);
        }
        let line = ridge.solve(1e-9);
        for (found, expected) in line.slope.iter().zip([2.0, 0.0, -1.0]) {
            assert!((found - expected).abs() < 1e-4, "{line:?}");
        }
        assert!((line.intercept - 0.5).abs() < 1e-6, "{line:?}");
        ridge.add(&[1.0, 1.0, 1.0], 9.0, 1.0);
        ridge.add(&[1.0, 1.0, 1.0], 9.0, -1.0);
        assert!((ridge.solve(1e-9).intercept - line.intercept).abs() < 1e-9);
        assert!(ridge.solve(1e9).slope.iter().all(|x| x.abs() < 1e-3), "a large penalty leaves a flat line");
    }

    #[test]
    fn spread_is_the_deviation_over_the_rows() {
        let mut ridge = Ridge::new(2);
        for row in [[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0], [0.0, -2.0]] {
            ridge.add(&row, 0.0, 1.0);
        }
        let (mean, deviation) = ridge.spread(&Line { slope: vec![1.0, 1.0], intercept: 3.0 });
        assert!((mean - 3.0).abs() < 1e-9 && (deviation - 2.5f64.sqrt()).abs() < 1e-9, "{mean} {deviation}");
    }
}
