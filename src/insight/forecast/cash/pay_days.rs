//! On which days money comes in: the shop's own weekdays, the days between the years, and the payment runs of one payer.
//!
//! All of it is learnt from days on which invoices were paid. A weekday counts once it has a share of the payments; a day between 20
//! December and 6 January is closed where six payments were to be expected over the years and nearly none came. A payer has a run
//! where nine in ten of its last 24 days fall on one weekday, one day of a fortnight, or one or two days of the month.

use std::collections::BTreeMap;

use crate::model::{CustomerIdx, Dataset, Day, WEEK};

/// Weekdays are learnt from the last two years,
const BACK: i32 = 104 * WEEK;

/// of so many payments; before that the shop is paid from Monday to Friday, and on other days that have a twentieth of the payments.
const TELLING_PAYMENTS: f64 = 100.0;

/// So many payments must be usual before their absence says that a day is closed.
const TELLING: f64 = 6.0;

/// This share of what is usual is nearly none.
const NEARLY_NONE: f64 = 0.05;

/// No run and no closing is longer.
const LONGEST: i32 = 45;

/// Days after the review for which it is known whether money comes in.
pub const AHEAD: usize = 550;

/// When a payer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// On any day on which the shop is paid.
    AnyDay,
    /// Once in so many days, on the days that leave this rest.
    Every(i32, i32),
    /// On one or two days of the month; 31 is the last day.
    Monthly(u32, u32),
}

/// The days on which a shop is paid, from its first payment to [`AHEAD`] days after the review.
#[derive(Clone, Debug)]
pub struct PayDays {
    first: i32,
    /// Whether it is paid, the day of the month, and whether that is the last.
    days: Vec<(bool, u32, bool)>,
}

impl PayDays {
    /// What the payments of these customers before `to` teach.
    pub fn learn(dataset: &Dataset, customers: impl Iterator<Item = CustomerIdx>, to: Day) -> Self {
        let invoices = &dataset.invoices;
        let mut first = to.0;
        let mut lately = [0.0; 7];
        let mut n = 0.0;
        let mut at_new_year: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for customer in customers {
            let mut last = Day::NONE.0;
            for i in invoices.of(customer) {
                let paid = invoices.paid[i];
                // One transfer pays many invoices. A list of open items does not say on which day they were paid.
                if paid == Day::NONE.0 || paid >= to.0 || paid == last || invoices.open_on[i] != Day::NONE.0 {
                    continue;
                }
                last = paid;
                first = first.min(paid);
                n += 1.0;
                if paid >= to.0 - BACK {
                    lately[Day(paid).weekday()] += 1.0;
                }
                if let Some(date) = new_year(Day(paid)) {
                    *at_new_year.entry(date).or_default() += 1.0;
                }
            }
        }
        let weekdays = weekdays(&lately);
        let n_weekdays = weekdays.iter().filter(|&&is_open| is_open).count() as f64;
        let a_day = n / f64::from((to.0 - first).max(1)) * f64::from(WEEK) / n_weekdays;
        let mut usual: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for date in (first..to.0).filter(|&day| weekdays[Day(day).weekday()]).filter_map(|day| new_year(Day(day))) {
            *usual.entry(date).or_default() += a_day;
        }
        let is_closed = |day: Day| {
            new_year(day).is_some_and(|date| {
                let usual = usual.get(&date).copied().unwrap_or(0.0);
                usual >= TELLING && at_new_year.get(&date).copied().unwrap_or(0.0) <= NEARLY_NONE * usual
            })
        };
        let first = first - LONGEST;
        let last = to.0 + i32::try_from(AHEAD).unwrap_or(0) + LONGEST;
        let day = |day: i32| {
            let day = Day(day);
            (weekdays[day.weekday()] && !is_closed(day), day.ymd().2, (day + 1).ymd().2 == 1)
        };
        Self { first, days: (first..last).map(day).collect() }
    }

    /// Whether a payer may pay on a day: on one of its run, or on the next one on which the shop is paid.
    fn pays_on(&self, run: Run, day: i32) -> bool {
        if !self.is_open(day) || run == Run::AnyDay {
            return self.is_open(day);
        }
        (0..LONGEST).take_while(|&back| back == 0 || !self.is_open(day - back)).any(|back| self.is_of(run, day - back))
    }

    /// For how many days an invoice that was paid on a day may have been ready to be paid: since the day after the last on which its
    /// payer may have paid.
    pub fn waited(&self, run: Run, paid: i32) -> i32 {
        if self.pays_on(run, paid) { paid - self.ready_from(run, paid) + 1 } else { 1 }
    }

    /// The first day from which what is ready to be paid is paid on `day` or later.
    pub fn ready_from(&self, run: Run, day: i32) -> i32 {
        (1..LONGEST).find(|back| self.pays_on(run, day - back)).map_or(day, |back| day - back + 1)
    }

    /// For each day from `from` on the days until it is paid.
    pub fn until_paid(&self, run: Run, from: i32) -> Vec<usize> {
        let mut paid = AHEAD - 1;
        let mut all = vec![paid; AHEAD];
        for (i, day) in (from..).take(AHEAD).enumerate().collect::<Vec<_>>().into_iter().rev() {
            if self.pays_on(run, day) {
                paid = i;
            }
            all[i] = paid;
        }
        all
    }

    /// How a payer pays, by the last days on which it did, in order.
    pub fn run(&self, paid_on: &[i32]) -> Run {
        let n = paid_on.len();
        let is_run = |fits: usize| 10 * fits >= 9 * n;
        for (days, least) in [(2 * WEEK, 5), (WEEK, 6)] {
            let fits = |rest: i32| paid_on.iter().filter(|&&day| day.rem_euclid(days) == rest).count();
            let best = (0..days).max_by_key(|&rest| (fits(rest), -rest)).unwrap_or(0);
            if n >= least && is_run(fits(best)) {
                return Run::Every(days, best);
            }
        }
        if n < 4 {
            return Run::AnyDay;
        }
        // Each day stands for the days of the month whose payments would come in on it.
        let dates: Vec<u32> = paid_on.iter().map(|&day| self.dates_of(day)).collect();
        let fits = |these: u32| dates.iter().filter(|&&date| date & these != 0).count();
        let best = (1..=31).max_by_key(|&date| fits(1 << date)).unwrap_or(31);
        if is_run(fits(1 << best)) {
            return Run::Monthly(best, best);
        }
        let both = |other: u32| fits(1 << best | 1 << other);
        let other =
            (1..=31).filter(|other| best.abs_diff(*other) >= 5).max_by_key(|&other| both(other)).unwrap_or(best);
        let is_often = 10 * fits(1 << best) >= 3 * n && 10 * (both(other) - fits(1 << best)) >= 2 * n;
        if n >= 6 && is_often && is_run(both(other)) { Run::Monthly(best, other) } else { Run::AnyDay }
    }

    /// The days of the month, one bit each, that would be paid on this day.
    fn dates_of(&self, day: i32) -> u32 {
        let days = (0..LONGEST).take_while(|&back| back == 0 || (back < 6 && !self.is_open(day - back)));
        days.map(|back| self.date(day - back))
            .fold(0, |dates, (date, is_last)| dates | 1 << date | u32::from(is_last) << 31)
    }

    fn is_of(&self, run: Run, day: i32) -> bool {
        match run {
            Run::AnyDay => true,
            Run::Every(days, rest) => day.rem_euclid(days) == rest,
            Run::Monthly(one, other) => {
                let (date, is_last) = self.date(day);
                date == one || date == other || (is_last && (one > date || other > date))
            }
        }
    }

    fn is_open(&self, day: i32) -> bool {
        self.place(day).is_some_and(|(is_open, ..)| *is_open)
    }

    fn date(&self, day: i32) -> (u32, bool) {
        self.place(day).map_or((0, false), |&(_, date, is_last)| (date, is_last))
    }

    fn place(&self, day: i32) -> Option<&(bool, u32, bool)> {
        usize::try_from(day - self.first).ok().and_then(|i| self.days.get(i))
    }
}

/// The weekdays on which a shop is paid.
fn weekdays(payments: &[f64; 7]) -> [bool; 7] {
    let all: f64 = payments.iter().sum();
    let mut is_open = [true, true, true, true, true, false, false];
    for (weekday, &n) in payments.iter().enumerate() {
        if all >= TELLING_PAYMENTS {
            is_open[weekday] = n >= 0.08 * all / 7.0;
        } else if n >= 2.0 && n >= 0.05 * all {
            is_open[weekday] = true;
        }
    }
    is_open
}

/// The date of a day between 20 December and 6 January.
fn new_year(day: Day) -> Option<(u32, u32)> {
    let (_, month, date) = day.ymd();
    ((month == 12 && date >= 20) || (month == 1 && date <= 6)).then_some((month, date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{dataset, day, every, from};

    fn paid(on: &[&str]) -> Vec<i32> {
        on.iter().map(|text| day(text).0).collect()
    }

    fn usual() -> PayDays {
        let shop = dataset(&[from("2025-01-06").invoices(every(7, 80), 0..=0)]);
        PayDays::learn(&shop, std::iter::empty(), day("2026-05-04"))
    }

    #[test]
    fn a_payer_of_fridays_of_every_other_friday_and_of_the_fifteenth_is_known_by_its_days() {
        // From here on the days that are looked at are known.
        let days = PayDays { first: day("2025-01-01").0, days: usual().days_from(day("2025-01-01")) };
        let fridays: Vec<i32> = [0, 1, 2, 4, 5, 6, 9].iter().map(|week| day("2026-01-02").0 + 7 * week).collect();
        assert!(matches!(days.run(&fridays), Run::Every(7, _)));
        let fortnights: Vec<i32> = (0..6).map(|i| day("2026-01-02").0 + 14 * i).collect();
        assert!(matches!(days.run(&fortnights), Run::Every(14, _)));
        // 15 November and 15 February are Sundays, 15 March is one too.
        let fifteenths = ["2025-10-15", "2025-11-17", "2025-12-15", "2026-01-15", "2026-02-16", "2026-03-16"];
        assert_eq!(days.run(&paid(&fifteenths)), Run::Monthly(15, 15));
        let any = ["2026-01-05", "2026-01-09", "2026-01-20", "2026-02-04", "2026-02-12", "2026-03-03", "2026-03-26"];
        assert_eq!(days.run(&paid(&any)), Run::AnyDay);
    }

    #[test]
    fn what_is_ready_on_a_saturday_is_paid_on_monday() {
        let days = usual();
        let saturday = day("2026-05-09");
        assert_eq!(days.until_paid(Run::AnyDay, saturday.0)[..3], [2, 2, 2]);
        assert_eq!(days.waited(Run::AnyDay, day("2026-05-11").0), 3);
        assert_eq!(days.waited(Run::AnyDay, day("2026-05-12").0), 1);
        assert_eq!(days.ready_from(Run::AnyDay, day("2026-05-11").0), saturday.0);
    }

    #[test]
    fn a_shop_that_was_never_paid_between_the_years_is_not_paid_then() {
        let is_closed = |on: i32| new_year(Day(on)).is_some_and(|date| date >= (12, 24) || date == (1, 1));
        let mut shop = from("2022-01-03");
        for on in (day("2022-01-03").0..day("2025-12-01").0).filter(|&on| Day(on).weekday() < 5 && !is_closed(on)) {
            shop = shop.invoice(Day(on), Day(on));
        }
        let busy = dataset(&vec![shop; 8]);
        let days = PayDays::learn(&busy, 0..8, day("2025-12-01"));
        let open: Vec<i32> = (22..=31).filter(|&date| days.is_open(day("2025-12-01").0 + date - 1)).collect();
        assert_eq!(open, [22, 23]);
        assert!(days.is_open(day("2026-01-02").0));
    }

    impl PayDays {
        /// The same, known from an earlier day on.
        fn days_from(&self, first: Day) -> Vec<(bool, u32, bool)> {
            let last = self.first + i32::try_from(self.days.len()).unwrap();
            (first.0..last).map(|day| (Day(day).weekday() < 5, Day(day).ymd().2, Day(day + 1).ymd().2 == 1)).collect()
        }
    }
}
