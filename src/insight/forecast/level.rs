//! Where a series without season is going: exponential smoothing, with a trend that fades and without one.
//!
//! Every setting of a grid is run through the past; each then speaks with the weight that its one-step errors deserve (Akaike
//! weights; Burnham & Anderson 2002), instead of one that happens to be best by a hair. Damped trend: Gardner & `McKenzie` 1985;
//! weights over settings of exponential smoothing: Kolassa 2011. One giant order is no level: a value that stands alone, far from
//! those on both sides, is brought back to where they end (Hampel 1974). Minimum: one value.

/// Values before these are forgotten: two years of weeks.
const MEMORY: usize = 104;

/// Values on each side of one that may stand alone.
const SIDE: usize = 5;

/// It does if it is further from their middle than so many times their usual distance from it.
const FAR: f64 = 4.0;
const FAR_AT_END: f64 = 8.0;

/// A setting is not blamed for more of an error than so many times the usual step from one value to the next.
const CUT: f64 = 10.0;

/// The median absolute deviation of normal noise is this part of its standard deviation.
const DEVIATION_TO_SD: f64 = 1.4826;

/// How fast the level follows.
const FOLLOW: [f64; 10] = [0.02, 0.05, 0.1, 0.16, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0];

/// How fast the trend follows the level, and how much of it is left a week later; the first is no trend.
const TRENDS: [(f64, f64); 7] =
    [(0.0, 0.0), (0.03, 0.8), (0.1, 0.8), (0.3, 0.8), (0.03, 0.95), (0.1, 0.95), (0.3, 0.95)];

/// The values expected in the next weeks, the next one first; zeros where nothing is known.
pub fn ahead<const N: usize>(values: &[f64]) -> [f64; N] {
    let values = &values[values.len().saturating_sub(MEMORY)..];
    if values.is_empty() {
        return [0.0; N];
    }
    let values = &without_giants(values);
    let cut = CUT * usual_step(values);
    let runs: Vec<Run> = FOLLOW
        .iter()
        .flat_map(|&follow| TRENDS.iter().map(move |&trend| (follow, trend)))
        .map(|(follow, trend)| Run::through(values, cut, follow, trend))
        .collect();
    let best = runs.iter().map(|run| run.minus_ln).fold(f64::INFINITY, f64::min);
    let (mut sums, mut weights) = ([0.0; N], 0.0);
    for run in &runs {
        let weight = (best - run.minus_ln).exp();
        weights += weight;
        let mut trend = run.trend;
        let mut value = run.level;
        for sum in &mut sums {
            trend *= run.fade;
            value += trend;
            *sum += weight * value;
        }
    }
    sums.map(|sum| sum / weights)
}

/// The values, those that stand alone brought back to the edge of those around them.
fn without_giants(values: &[f64]) -> Vec<f64> {
    let brought_back = |(i, value): (usize, &f64)| {
        let around = &values[i.saturating_sub(SIDE)..(i + SIDE + 1).min(values.len())];
        let centre = middle(around);
        let distances: Vec<f64> = around.iter().map(|x| (x - centre).abs()).collect();
        // The last two have too little behind them to say whether they stand alone: it takes more to doubt them.
        let far = DEVIATION_TO_SD * middle(&distances) * if i + 2 < values.len() { FAR } else { FAR_AT_END };
        if far > 0.0 && around.len() > SIDE { value.clamp(centre - far, centre + far) } else { *value }
    };
    values.iter().enumerate().map(brought_back).collect()
}

/// The middle distance from one value to the next.
fn usual_step(values: &[f64]) -> f64 {
    middle(&values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect::<Vec<f64>>())
}

fn middle(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// One setting, run through the past.
struct Run {
    level: f64,
    trend: f64,
    fade: f64,
    /// Minus the log-likelihood, with what the setting's freedom costs.
    minus_ln: f64,
}

impl Run {
    fn through(values: &[f64], cut: f64, follow: f64, (trend_follows, fade): (f64, f64)) -> Self {
        let mut level = middle(&values[..values.len().min(8)]);
        let (mut trend, mut squares) = (0.0, 0.0);
        for x in values {
            let expected = level + fade * trend;
            let error = x - expected;
            squares += if cut > 0.0 { error.clamp(-cut, cut).powi(2) } else { error * error };
            level = expected + follow * error;
            trend = fade * trend + follow * trend_follows * error;
        }
        let n = values.len() as f64;
        let free = if fade > 0.0 { 3.0 } else { 1.0 };
        Self { level, trend, fade, minus_ln: 0.5 * n * (squares / n).max(1e-12).ln() + free }
    }
}
