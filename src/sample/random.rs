//! Chance that falls the same way on every machine.

/// A generator of random numbers: `SplitMix64` (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
/// generators").
///
/// Only whole numbers and the four basic operations are used below. The system's own logarithm may differ in the last
/// digit from machine to machine, and one digit is enough to change a file.
pub struct Random(u64);

impl Random {
    /// The numbers of one `stream` (a customer, a campaign), so that no stream moves another.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(mix(mix(seed).wrapping_add(stream)))
    }

    /// Evenly from 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        const STEPS: f64 = 9_007_199_254_740_992.0; // 2^53
        (self.next() >> 11) as f64 / STEPS
    }

    /// Evenly from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// From `low` to `high`, both above 0, so that each doubling is as likely as the next.
    pub fn between_scales(&mut self, low: f64, high: f64) -> f64 {
        low * exp(self.share() * ln(high / low))
    }

    /// A whole number of days from `low` to `high`, both possible.
    pub fn days(&mut self, low: i32, high: i32) -> i32 {
        let choices = usize::try_from(high - low + 1).unwrap_or(1);
        low + i32::try_from(self.below(choices)).unwrap_or(0)
    }

    /// Whether something happens that happens in this share of all cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of `choices`, which is not empty.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// The place of one weight, each as likely as it is heavy.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Normal with mean 0 and standard deviation 1: the polar method (Marsaglia & Bray 1964).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * ln(square) / square).sqrt();
            }
        }
    }

    /// Gamma with this shape and mean `shape` (Marsaglia & Tsang 2000, "A simple method for generating gamma variables").
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let larger = self.gamma(shape + 1.0);
            return larger * exp(ln(self.positive()) / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            let v = root * root * root;
            if v > 0.0 && ln(self.positive()) < 0.5 * x * x + d - d * v + d * ln(v) {
                return d * v;
            }
        }
    }

    /// How many of `n` cases happen where each has the chance `share`: jumps from one to the next, so rare ones are cheap.
    pub fn count_of(&mut self, n: u32, share: f64) -> u32 {
        if share >= 1.0 {
            return n;
        }
        let log_of_rest = ln(1.0 - share);
        if log_of_rest >= 0.0 {
            return 0;
        }
        let (mut at, mut count) = (0.0, 0);
        loop {
            at += (ln(self.positive()) / log_of_rest).floor() + 1.0;
            if at > f64::from(n) {
                return count;
            }
            count += 1;
        }
    }

    /// Evenly over 0 to 1, never 0: safe for a logarithm.
    fn positive(&mut self) -> f64 {
        1.0 - self.share()
    }

    fn below(&mut self, n: usize) -> usize {
        let n = u128::try_from(n).unwrap_or(1);
        usize::try_from((u128::from(self.next()) * n) >> 64).unwrap_or(0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix_bits(self.0)
    }
}

/// The nearest whole number, for amounts that a shop can have.
#[expect(clippy::cast_possible_truncation, reason = "a cast from f64 stops at the ends of i64")]
pub fn rounded(value: f64) -> i64 {
    value.round() as i64
}

/// e to the power of `x`, by halving the range and Taylor's series.
pub fn exp(x: f64) -> f64 {
    let doublings = (x / std::f64::consts::LN_2).round().clamp(-1000.0, 1000.0);
    let rest = x - doublings * std::f64::consts::LN_2;
    let series = (1..=16).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    // 2^doublings, written straight into the exponent.
    let exponent = u64::try_from(rounded(doublings) + 1023).unwrap_or(0);
    series * f64::from_bits(exponent << 52)
}

/// The natural logarithm of a positive `x`, by its exponent and the series of the inverse hyperbolic tangent.
pub fn ln(x: f64) -> f64 {
    const FRACTION: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    let exponent = i32::try_from(bits >> 52).unwrap_or(0) - 1023;
    let mantissa = f64::from_bits((bits & FRACTION) | (1023 << 52)); // From 1 up to 2.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..=17).rev().fold(0.0, |sum, n| sum * t * t + 1.0 / f64::from(2 * n + 1));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * t * series
}

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(value: u64) -> u64 {
    mix_bits(value.wrapping_add(STEP))
}

fn mix_bits(value: u64) -> u64 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_are_those_of_the_published_generator() {
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn our_logarithm_and_exponential_agree_with_the_system_to_twelve_digits() {
        for step in 1..400 {
            let x = f64::from(step) * 0.37;
            assert!((ln(x) - x.ln()).abs() < 1e-12 * x.ln().abs().max(1.0), "ln {x}");
            let y = x / 8.0 - 9.0;
            assert!((exp(y) / y.exp() - 1.0).abs() < 1e-12, "exp {y}");
        }
    }

    #[test]
    fn gaps_have_the_mean_and_the_spread_of_their_shape() {
        let mut random = Random::new(1, 1);
        for shape in [0.6, 2.5] {
            let gaps: Vec<f64> = (0..40_000).map(|_| random.gamma(shape)).collect();
            let mean = gaps.iter().sum::<f64>() / 40_000.0;
            let variance = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / 40_000.0;
            assert!((mean / shape - 1.0).abs() < 0.03, "mean {mean}");
            assert!((variance / shape - 1.0).abs() < 0.08, "variance {variance}");
        }
    }

    #[test]
    fn one_part_in_fifty_is_counted_as_one_in_fifty() {
        let mut random = Random::new(2, 1);
        let total: u32 = (0..10_000).map(|_| random.count_of(200, 0.02)).sum();
        assert!((39_000..41_000).contains(&total), "{total}");
    }
}
