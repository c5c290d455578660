//! How many of many tests may be called out.

/// For each p-value, the smallest rate of false discoveries at which it is called out (Benjamini & Hochberg 1995).
///
/// A test is discovered at rate q where its q-value is at most q. `NaN` (not testable) stays `NaN` and does not count.
pub fn q_values(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&i| !p[i].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let m = order.len() as f64;
    let mut q = vec![f64::NAN; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, &i) in order.iter().enumerate().rev() {
        smallest = smallest.min(p[i] * m / (rank + 1) as f64);
        q[i] = smallest;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_values_are_those_of_the_paper() {
        let q = q_values(&[0.01, f64::NAN, 0.04, 0.03, 0.5]);
        assert!((q[0] - 0.04).abs() < 1e-12 && (q[2] - 0.16 / 3.0).abs() < 1e-12 && (q[3] - 0.16 / 3.0).abs() < 1e-12);
        assert!(q[1].is_nan());
    }
}
