//! The minimum of a function that has no derivative at hand.

/// The minimum of a function by the downhill simplex (Nelder & Mead 1965), from a fixed start: the same on every machine.
pub fn simplex<const N: usize>(start: [f64; N], f: impl Fn(&[f64]) -> f64) -> [f64; N] {
    let value = |p: &[f64; N]| {
        let v = f(p);
        if v.is_finite() { v } else { 1e12 }
    };
    let mut points: Vec<([f64; N], f64)> = (0..=N)
        .map(|i| {
            let mut p = start;
            if i > 0 {
                p[i - 1] += 0.5;
            }
            (p, value(&p))
        })
        .collect();
    for _ in 0..160 * N {
        points.sort_by(|x, y| x.1.total_cmp(&y.1));
        if (points[N].1 - points[0].1).abs() < 1e-7 * points[0].1.abs().max(1.0) {
            break;
        }
        let center: [f64; N] = std::array::from_fn(|j| points[..N].iter().map(|(p, _)| p[j]).sum::<f64>() / N as f64);
        let towards = |t: f64| -> ([f64; N], f64) {
            let p = std::array::from_fn(|j| center[j] + t * (points[N].0[j] - center[j]));
            (p, value(&p))
        };
        let reflected = towards(-1.0);
        let (best, second) = (points[0].1, points[N - 1].1);
        if reflected.1 < best {
            let expanded = towards(-2.0);
            points[N] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < second {
            points[N] = reflected;
        } else {
            let contracted = if reflected.1 < points[N].1 { towards(-0.5) } else { towards(0.5) };
            if contracted.1 < points[N].1.min(reflected.1) {
                points[N] = contracted;
            } else {
                let (base, _) = points[0];
                for point in &mut points[1..] {
                    let p: [f64; N] = std::array::from_fn(|j| f64::midpoint(base[j], point.0[j]));
                    *point = (p, value(&p));
                }
            }
        }
    }
    points.sort_by(|x, y| x.1.total_cmp(&y.1));
    points[0].0
}
