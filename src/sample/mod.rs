//! An invented finishing shop: its exports, for trying out and for benchmarks, with a story that is known.

mod account;
mod calendar;
mod catalog;
mod companies;
mod files;
mod floor;
mod mail;
mod names;
mod random;
mod sales;
mod story;

use std::fs;
use std::io;
use std::path::Path;

pub use story::Behaviour;

use crate::model::dates::Day;

/// How large the invented shop is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleOptions {
    /// Customers; never fewer than the story needs, which is 37. After each sixty its parts are played again.
    pub customers: usize,
    /// Years of data before the end, 12 November 2026: 1 to 100. The e-mails begin halfway.
    pub years: u32,
    /// Another number is another shop with the same story.
    pub seed: u64,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self { customers: 60, years: 3, seed: 505 }
    }
}

/// What one customer does on purpose, or which healthy look-alike it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// As in `customers.csv`.
    pub customer_id: String,
    /// As in `customers.csv`.
    pub name: String,
    /// What it does.
    pub behaviour: Behaviour,
    /// The first day of the change; `None` where it has none.
    pub since: Option<Day>,
}

/// Writes the exports into `dir`, which is created when missing.
///
/// Returns the paths written, each with its number of rows below the header. The same options give the same bytes on
/// every machine.
pub fn write_sample(dir: &Path, options: &SampleOptions) -> io::Result<Vec<(String, usize)>> {
    fs::create_dir_all(dir)?;
    let companies = companies::all(options);
    let mut written = vec![sales::write_customers(dir, &companies)?];
    written.extend(floor::write(dir, &companies, options.years)?);
    written.push(mail::write(dir, &companies, options.years)?);
    written.push(sales::write_quotes(dir, &companies, options.years)?);
    written.push(sales::write_trade_shows(dir, &companies, options.years)?);
    Ok(written)
}

/// Every customer with a part in the story, sorted by id. Nobody else changes.
pub fn planted(options: &SampleOptions) -> Vec<Planted> {
    let has_a_part = |company: companies::Company| {
        let behaviour = company.role.behaviour?;
        let since = behaviour.has_start().then_some(company.role.since);
        Some(Planted { customer_id: company.id, name: company.name, behaviour, since })
    };
    companies::all(options).into_iter().filter_map(has_a_part).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_another_shop() {
        let first = Shop::write("first", &SampleOptions::default());
        let again = Shop::write("again", &SampleOptions::default());
        let other = Shop::write("other", &SampleOptions { seed: 7, ..SampleOptions::default() });
        assert_eq!(first.files, again.files);
        for (name, text) in &first.files {
            assert_ne!(text, &other.files[name], "{name}");
        }
    }

    #[test]
    fn a_shop_is_small_enough_to_keep_and_large_enough_to_judge() {
        let shop = Shop::write("size", &SampleOptions::default());
        assert!((4_000..=6_500).contains(&shop.rows("orders.csv").len()));
        assert!(shop.files.values().map(String::len).sum::<usize>() < 2_000_000);
    }

    #[test]
    fn the_last_order_is_in_the_week_in_which_the_data_end_and_nothing_is_later() {
        let shop = Shop::write("end", &SampleOptions::default());
        let last = shop.rows("orders.csv").iter().map(|row| row.split(',').nth(1).unwrap_or("")).max();
        assert!(matches!(last, Some("2026-11-09" | "2026-11-10" | "2026-11-11" | "2026-11-12")), "{last:?}");
        assert!(shop.files["emails.csv"].trim_end().contains(",2026-11-12 "));
        assert!(shop.rows("emails.csv").iter().all(|row| row.rsplit(',').next() < Some("2026-11-13")));
        assert!(shop.rows("rejections.csv").iter().all(|row| *row < "2026-11-13"));
    }

    #[test]
    fn the_story_is_told_in_every_size_of_shop() {
        for customers in [1, 40, 60, 500] {
            let planted = planted(&SampleOptions { customers, ..SampleOptions::default() });
            for member in &story::CAST {
                let found = planted.iter().find(|planted| planted.name == member.name);
                assert_eq!(found.map(|found| found.behaviour), Some(member.behaviour), "{}", member.name);
            }
        }
    }

    #[test]
    fn every_invoice_bills_an_order_in_full() {
        let shop = Shop::write("invoices", &SampleOptions::default());
        let mut ordered: BTreeMap<&str, i64> = BTreeMap::new();
        for row in shop.rows("orders.csv") {
            let cells: Vec<&str> = row.split(',').collect();
            *ordered.entry(cells[0]).or_default() += cents(cells[9]);
        }
        for row in shop.rows("payments.csv") {
            let order_no = row.split(',').nth(1).unwrap_or("");
            let amount = row.strip_suffix(",USD").expect("a currency at the end");
            let billed = amount.strip_suffix('"').map_or_else(
                || amount.rsplit(',').next().unwrap_or(""),
                |quoted| quoted.rsplit('"').next().unwrap_or(""),
            );
            assert_eq!(ordered.get(order_no), Some(&cents(billed)), "{row}");
        }
    }

    fn cents(amount: &str) -> i64 {
        amount.replace([',', '.'], "").parse().expect("an amount with two decimals")
    }

    /// A shop on disk for the time of a test.
    struct Shop {
        dir: PathBuf,
        files: BTreeMap<String, String>,
    }

    impl Shop {
        fn write(name: &str, options: &SampleOptions) -> Self {
            let dir = std::env::temp_dir().join(format!("lotwise-sample-{}-{name}", std::process::id()));
            let written = write_sample(&dir, options).expect("a folder to write into");
            let read = |path: &str| fs::read_to_string(path).expect("a file just written");
            let name_of = |path: &str| Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
            let files: BTreeMap<String, String> =
                written.iter().filter_map(|(path, _)| Some((name_of(path)?, read(path)))).collect();
            let shop = Self { dir, files };
            for (path, rows) in &written {
                assert_eq!(shop.rows(&name_of(path).unwrap_or_default()).len(), *rows);
            }
            shop
        }

        fn rows(&self, name: &str) -> Vec<&str> {
            self.files[name].lines().skip(1).collect()
        }
    }

    impl Drop for Shop {
        fn drop(&mut self) {
            // What is left in the temporary folder harms nobody.
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}
