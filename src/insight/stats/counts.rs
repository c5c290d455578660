//! Whether a number of events is lower or higher than an earlier rate leads one to expect.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::ln_gamma;

/// P(as few as `n_now` events in `now` of exposure), where the rate was learnt from `n_was` events in `was` of exposure.
///
/// Conditional test of two rates (Przyborowski & Wilenski 1940) in its Bayesian form: with Jeffreys' prior the predictive
/// is negative binomial, whose tail is the regularised incomplete beta function. `phi` is the dispersion: 1 for events at
/// random, below for regular customers, above for lumpy ones; counts are divided by it (quasi-likelihood). Exposures have
/// the same unit, any. 1 where there is no exposure.
pub fn lower_tail(n_now: f64, now: f64, n_was: f64, was: f64, phi: f64) -> f64 {
    if now <= 0.0 || was <= 0.0 {
        return 1.0;
    }
    incomplete_beta(n_was / phi + 0.5, n_now / phi + 1.0, was / (was + now))
}

/// P(as many as `n_now` events): the other tail of [`lower_tail`].
pub fn upper_tail(n_now: f64, now: f64, n_was: f64, was: f64, phi: f64) -> f64 {
    if n_now <= 0.0 || now <= 0.0 || was <= 0.0 {
        return 1.0;
    }
    1.0 - lower_tail((n_now - phi).max(0.0), now, n_was, was, phi)
}

/// The regularised incomplete beta function `I_x(a, b)`; 1 where the arguments are out of its domain.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    checked_beta_reg(a, b, x.clamp(0.0, 1.0)).unwrap_or(1.0)
}

/// P(at least `a` of `n` events are of a kind), where `b` of `m` others are, and both draw from the same urn: the upper tail of
/// Fisher's exact test (1935).
pub fn share_tail(a: usize, n: usize, b: usize, m: usize) -> f64 {
    let whole = ln_choose(n + m, a + b);
    let most = n.min(a + b);
    (a..=most)
        .filter(|k| a + b - k <= m)
        .map(|k| (ln_choose(n, k) + ln_choose(m, a + b - k) - whole).exp())
        .sum::<f64>()
        .min(1.0)
}

/// The logarithm of the number of ways to choose `k` of `n`.
pub fn ln_choose(n: usize, k: usize) -> f64 {
    let ln = |n: usize| ln_gamma(n as f64 + 1.0);
    ln(n) - ln(k) - ln(n - k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_order_in_a_quarter_after_a_year_of_weekly_ones_is_no_chance() {
        assert!(lower_tail(0.0, 13.0, 52.0, 52.0, 1.0) < 1e-4);
        assert!(lower_tail(13.0, 13.0, 52.0, 52.0, 1.0) > 0.4);
    }

    #[test]
    fn a_larger_share_is_as_unlikely_as_the_exact_test_says() {
        // scipy.stats.hypergeom.sf(a - 1, n + m, a + b, n)
        assert!((share_tail(6, 8, 2, 40) - 5.872_812_8e-5).abs() < 1e-11, "{}", share_tail(6, 8, 2, 40));
        assert!((share_tail(0, 8, 2, 40) - 1.0).abs() < 1e-12);
        assert!((share_tail(2, 2, 0, 20) - 1.0 / 231.0).abs() < 1e-12);
    }

    #[test]
    fn the_tails_agree_with_the_reference() {
        // scipy.special.betainc(104.5, 11, .8) and betainc(20.5, 6, .8)
        assert!((lower_tail(5.0, 13.0, 52.0, 52.0, 0.5) - 0.000_848_066_8).abs() < 1e-9);
        assert!((lower_tail(5.0, 13.0, 20.0, 52.0, 1.0) - 0.597_063_666_6).abs() < 1e-9);
        assert!((lower_tail(5.0, 13.0, 20.0, 52.0, 1.0) + upper_tail(6.0, 13.0, 20.0, 52.0, 1.0) - 1.0).abs() < 1e-9);
    }
}
