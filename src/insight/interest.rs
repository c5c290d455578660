//! Interest: somebody who suddenly reads everything about one topic may be planning something.
//!
//! Clicks only: mail programs open mails by themselves. A mailing counts once a customer. Clicks on one topic in the last 8, 13 or 26
//! weeks against the customer's own habit: of the two years before, and of its other mailings of the same weeks, leaning on the
//! shop's. With that beta prior the number of clicks is beta-binomial. Who clicks everything more than before, as a scanner of
//! links does, reads no topic. Blind spot: a topic that is mailed once.

use statrs::function::beta::ln_beta;

use super::series::{CustomerSeries, MailSlice, between};
use super::stats::counts::{ln_choose, share_tail};
use super::window::{HABIT, WINDOWS, windows};
use super::{Explanation, Insight, Missing, Outcome, Tested};
use crate::model::dataset::Mails;
use crate::model::finding::{Change, Subject, Unit, Windows};
use crate::model::labels::{Label, NO_LABEL};
use crate::model::{CustomerIdx, Day, Signal, WEEK};

/// Reads everything about one topic.
pub struct Interest;

/// So many mailings on other topics, since the first click, show whether they are read as well.
const LEAST_OTHERS: usize = 3;

/// The topic must stand out of the other mailings of the same weeks so far, and of the earlier ones on the topic (Fisher's exact test).
const MOST_P_OF_OTHERS: f64 = 0.10;

/// Fewer clicks, and fewer mailings on a topic, say nothing.
const LEAST_CLICKS: usize = 2;
const LEAST_MAILINGS: usize = 2;

/// How the customers of a shop read: what is known of one of whom nothing is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readers {
    /// Share of mailings clicked.
    mean: f64,
    /// For how many mailings of its own the habit of the shop stands.
    weight: f64,
}

impl Default for Readers {
    /// Three mailings in a hundred, as in trade mail.
    fn default() -> Self {
        Self { mean: 0.03, weight: 20.0 }
    }
}

impl Readers {
    /// Learnt before a day from the customers with 8 mailings or more, by the method of moments.
    pub fn before(mails: &Mails, n_customers: usize, day: Day) -> Self {
        let shares: Vec<(f64, f64)> = (0..CustomerIdx::try_from(n_customers).unwrap_or(0))
            .filter_map(|customer| {
                let of = mails.of(customer);
                let habit = between(&mails.day[of.clone()], day - HABIT * WEEK, day);
                let n = habit.len() as f64;
                let clicked = mails.clicked_on[of][habit].iter().filter(|&&on| on != Day::NONE.0 && on < day.0).count();
                // Who clicks nearly everything is a scanner, not a reader.
                (n >= 8.0 && (clicked as f64) < 0.6 * n).then(|| (clicked as f64 / n, n))
            })
            .collect();
        let n = shares.len() as f64;
        if shares.len() < 6 {
            return Self::default();
        }
        let mean = (shares.iter().map(|(share, _)| share).sum::<f64>() / n).max(0.003);
        let spread = shares.iter().map(|(share, _)| (share - mean).powi(2)).sum::<f64>() / n;
        let by_chance = shares.iter().map(|(_, n)| mean * (1.0 - mean) / n).sum::<f64>() / n;
        let weight = (mean * (1.0 - mean) / (spread - by_chance).max(1e-6) - 1.0).clamp(10.0, 80.0);
        Self { mean, weight }
    }
}

/// What is known of one topic.
#[derive(Clone, Copy, Debug)]
struct Topic {
    label: Label,
    sent: usize,
    weeks: i32,
    p: f64,
}

impl Insight for Interest {
    fn signal(&self) -> Signal {
        Signal::Interest
    }

    fn why_it_matters(&self) -> &'static str {
        "Who reads everything about one finish may be planning something with it: a question at the right time wins the work"
    }

    fn test(&self, series: &CustomerSeries<'_>, at: Day) -> Outcome {
        let Some(to) = series.mails_to else { return Outcome::CannotJudge(Missing::NoSource) };
        let topics = topics(series, to.min(at), at);
        let most = topics.iter().map(|topic| topic.sent).max().unwrap_or(0);
        if most < LEAST_MAILINGS {
            return Outcome::CannotJudge(Missing::Mailings { have: most, need: LEAST_MAILINGS });
        }
        let best = best(&topics);
        Outcome::Tested(Tested { p: best.p, loss: 0.0, weeks: best.weeks })
    }

    fn explain(&self, series: &CustomerSeries<'_>, at: Day, _tested: &Tested) -> Explanation {
        let to = series.mails_to.unwrap_or(at).min(at);
        let Topic { label, weeks, .. } = best(&topics(series, to, at));
        let windows = windows(to, weeks, HABIT);
        let mails = series.mails;
        let of_topic = |from: Day, to: Day| between(mails.sent_on, from, to).filter(move |&i| mails.topic[i] == label);
        let share = |from: Day, to: Day| {
            let (sent, clicked) = of_topic(from, to).fold((0, 0), |(sent, clicked), i| {
                (sent + 1, clicked + usize::from(is_clicked(mails.clicked_on[i], at)))
            });
            f64::from(u32::try_from(clicked).unwrap_or(0)) / f64::from(sent.max(1))
        };
        let change = Change {
            was: share(windows.was_from, windows.now_from),
            now: share(windows.now_from, windows.now_to),
            unit: Unit::ShareClicked,
        };
        let first = of_topic(windows.now_from, windows.now_to).find(|&i| is_clicked(mails.clicked_on[i], at));
        let since = first.map_or(windows.now_from, |i| Day(mails.sent_on[i]));
        Explanation { subject: Some(Subject::Topic(label)), change, second: None, second_since: None, since, windows }
    }
}

/// The topic that is least likely read by chance; of equals the one of the shorter window.
fn best(topics: &[Topic]) -> Topic {
    let nothing = Topic { label: NO_LABEL, sent: 0, weeks: WINDOWS[2], p: 1.0 };
    topics.iter().copied().min_by(|a, b| a.p.total_cmp(&b.p).then(a.label.cmp(&b.label))).unwrap_or(nothing)
}

fn is_clicked(on: i32, at: Day) -> bool {
    on != Day::NONE.0 && on < at.0
}

/// Every topic that was mailed in the last weeks, with the p-value of each window; paid for the number of topics.
/// The windows share most of their mailings, and so few clicks are counted that the best of them needs no price (measured).
///
/// The prior of a topic is what the customer clicked of everything in the two years before and of the other topics in the same
/// weeks: who clicks more of everything reads no topic.
fn topics(series: &CustomerSeries<'_>, to: Day, at: Day) -> Vec<Topic> {
    let (mails, readers) = (series.mails, series.learnt.readers);
    let clicked = |i: usize| usize::from(is_clicked(mails.clicked_on[i], at));
    let sum = |range: std::ops::Range<usize>| (range.len(), range.map(clicked).sum::<usize>());
    let mut topics: Vec<Topic> = Vec::new();
    for weeks in WINDOWS {
        let windows = windows(to, weeks, HABIT);
        let (n_habit, x_habit) = sum(between(mails.sent_on, windows.was_from, windows.now_from));
        let now = between(mails.sent_on, windows.now_from, windows.now_to);
        let (n_now, x_now) = sum(now.clone());
        for i in now {
            let label = mails.topic[i];
            if label == NO_LABEL || topics.iter().any(|topic| topic.label == label && topic.weeks == weeks) {
                continue;
            }
            let of_topic =
                between(mails.sent_on, windows.now_from, windows.now_to).filter(|&i| mails.topic[i] == label);
            let (sent, read) = of_topic.fold((0, 0), |(sent, read), i| (sent + 1, read + clicked(i)));
            let a = (x_habit + x_now - read) as f64 + readers.weight * readers.mean;
            let b = (n_habit + n_now - sent) as f64 + readers.weight - a;
            let others = share_tail(read, sent, x_now - read, n_now - sent);
            let before =
                between(mails.sent_on, windows.was_from, windows.now_from).filter(|&i| mails.topic[i] == label);
            let (sent_before, read_before) = before.fold((0, 0), |(sent, read), i| (sent + 1, read + clicked(i)));
            let is_new = share_tail(read, sent, read_before, sent_before) <= MOST_P_OF_OTHERS || sent_before == 0;
            let is_enough = sent >= LEAST_MAILINGS && read >= LEAST_CLICKS && is_new;
            let stands_out = others <= MOST_P_OF_OTHERS && !reads_everything(&mails, label, windows, at);
            let p = if is_enough && stands_out { beta_binomial_tail(read, sent, a, b) } else { 1.0 };
            topics.push(Topic { label, sent, weeks, p });
        }
    }
    let mut labels: Vec<Label> =
        topics.iter().filter(|topic| topic.sent >= LEAST_MAILINGS).map(|of| of.label).collect();
    labels.sort_unstable();
    labels.dedup();
    for topic in &mut topics {
        topic.p = (topic.p * labels.len() as f64).min(1.0);
    }
    topics
}

/// Whether the other mailings are clicked too, from the first click on the topic on: at least half as often, as a scanner of links
/// does that was switched on. Unknown, and so not told apart, below [`LEAST_OTHERS`].
fn reads_everything(mails: &MailSlice<'_>, topic: Label, windows: Windows, at: Day) -> bool {
    let now = between(mails.sent_on, windows.now_from, windows.now_to);
    let is_read = |i: usize| is_clicked(mails.clicked_on[i], at);
    let Some(first) = now.clone().find(|&i| mails.topic[i] == topic && is_read(i)) else { return true };
    let share = |of_topic: bool| {
        let these = (first..now.end).filter(|&i| (mails.topic[i] == topic) == of_topic);
        let (n, read) = these.fold((0, 0), |(n, read), i| (n + 1, read + usize::from(is_read(i))));
        (n, read as f64 / n.max(1) as f64)
    };
    let (n_others, others) = share(false);
    n_others < LEAST_OTHERS || others >= 0.5 * share(true).1
}

/// P(at least `x` of `n`), where the share is beta distributed with `a` and `b`.
fn beta_binomial_tail(x: usize, n: usize, a: f64, b: f64) -> f64 {
    let whole = ln_beta(a, b);
    let term = |k: usize| (ln_choose(n, k) + ln_beta(k as f64 + a, (n - k) as f64 + b) - whole).exp();
    (x..=n).map(term).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{Noise, Past, day, every, from};

    const REVIEW: &str = "2026-05-04";
    const TOPICS: [&str; 4] = ["anodizing", "prices", "low-cure powder", "zinc-nickel"];

    /// A mailing every five days for two years, its topics in turn; `is_clicked` says which are.
    fn mailed(is_clicked: impl Fn(usize, usize) -> bool) -> Past {
        let n = 150;
        (0..n).fold(from("2023-11-07").orders(every(14, 60)), |past, i| {
            let on = day(REVIEW) - 5 * (i32::try_from(n - i).unwrap());
            past.mailed(on, TOPICS[i % 4], is_clicked(i, i % 4))
        })
    }

    #[test]
    fn who_suddenly_reads_everything_about_one_topic_is_a_chance() {
        let reader = mailed(|i, topic| topic == 0 && i >= 134);
        let Tested { p, loss, .. } = reader.tested(&Interest, day(REVIEW));
        assert!(p < 1e-3 && loss.abs() < 1e-12, "{p}");
        let found = reader.explained(&Interest, day(REVIEW));
        assert!(found.change.was < 0.01 && found.change.now > 0.3, "{:?}", found.change);
        assert!((found.since - (day(REVIEW) - 70)).abs() <= 21, "{}", found.since);
    }

    #[test]
    fn a_scanner_that_clicks_every_mail_reads_no_topic() {
        for since in [0, 120, 134, 142] {
            let scanned = mailed(|i, _| i >= since);
            for ago in (0..60).step_by(5) {
                let p = scanned.asked(&Interest, day(REVIEW) - ago).p();
                assert!(p.is_none_or(|p| p > 0.03), "switched on with mailing {since}, {ago} days ago: {p:?}");
            }
        }
    }

    #[test]
    fn who_always_read_that_topic_reads_nothing_new() {
        let habit = mailed(|_, topic| topic == 0);
        assert!(habit.tested(&Interest, day(REVIEW)).p > 0.03);
    }

    #[test]
    fn one_click_is_no_interest() {
        let one = mailed(|i, _| i == 148);
        assert!(one.tested(&Interest, day(REVIEW)).p > 0.03);
    }

    #[test]
    fn twice_as_many_mailings_that_nobody_reads_are_no_interest() {
        let more = (0..40).fold(mailed(|i, _| i % 37 == 0), |past, i| past.mailed(day(REVIEW) - i, TOPICS[0], false));
        assert!(more.tested(&Interest, day(REVIEW)).p > 0.03);
    }

    #[test]
    fn what_is_clicked_after_the_review_date_changes_nothing() {
        let (quiet, reader) = (mailed(|_, _| false), mailed(|i, topic| topic == 0 && i >= 134));
        let at = day(REVIEW) - 100;
        assert_eq!(reader.asked(&Interest, at), quiet.asked(&Interest, at));
    }

    #[test]
    fn without_mail_or_with_a_single_one_nothing_is_said() {
        let unmailed = from("2023-11-07").orders(every(14, 60));
        assert_eq!(unmailed.missing(&Interest, day(REVIEW)), Missing::NoSource);
        let once = unmailed.mailed(day(REVIEW) - 20, "anodizing", true);
        assert_eq!(once.missing(&Interest, day(REVIEW)), Missing::Mailings { have: 1, need: 2 });
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figure is worth reading")]
    fn of_customers_who_read_as_ever_few_are_called() {
        let mut noise = Noise::new(5);
        let n = 300;
        let p: Vec<f64> = (0..n)
            .filter_map(|_| {
                let habit = noise.between(0.0, 0.12);
                let clicks: Vec<bool> = (0..150).map(|_| noise.share() < habit).collect();
                mailed(|i, _| clicks[i]).asked(&Interest, day(REVIEW)).p()
            })
            .collect();
        for level in [0.03, 0.1] {
            let called = p.iter().filter(|p| **p <= level).count() as f64 / p.len() as f64;
            println!("interest: p <= {level} for {:.1} % of {} who read as ever", 100.0 * called, p.len());
            assert!(called <= 1.3 * level, "{called} at {level}");
        }
    }

    #[test]
    fn the_tail_of_the_beta_binomial_is_that_of_the_reference() {
        // scipy.stats.betabinom.sf(1, 5, 2, 60)
        assert!(
            (beta_binomial_tail(2, 5, 2.0, 60.0) - 0.013_548_95).abs() < 1e-8,
            "{}",
            beta_binomial_tail(2, 5, 2.0, 60.0)
        );
        assert!((beta_binomial_tail(0, 5, 2.0, 60.0) - 1.0).abs() < 1e-12);
    }
}
