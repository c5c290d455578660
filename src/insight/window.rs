//! The stretches of time that are compared: the last weeks, and the habit before them.

use crate::model::finding::Windows;
use crate::model::{Day, WEEK};

/// The later windows, in weeks: what changed at once shows in the short ones, what changes slowly in the long one.
pub const WINDOWS: [i32; 3] = [8, 13, 26];

/// The habit, in weeks: two years, so that it holds every season and is known well.
pub const HABIT: i32 = 104;

/// The last weeks before a day, and the habit before them.
pub fn windows(to: Day, weeks: i32, habit_weeks: i32) -> Windows {
    let now_from = to - weeks * WEEK;
    Windows { was_from: now_from - habit_weeks * WEEK, now_from, now_to: to }
}

/// What is short where no window can be compared: how much there is, how much is needed, and whether it is the later window. `counts` are
/// those of the later and the earlier window, the shortest first.
pub fn shortage(counts: impl Iterator<Item = (usize, usize)>, least: (usize, usize)) -> (usize, usize, bool) {
    let mut most_now = 0;
    for (now, was) in counts {
        if now >= least.0 {
            return (was, least.1, false);
        }
        most_now = now;
    }
    (most_now, least.0, true)
}
