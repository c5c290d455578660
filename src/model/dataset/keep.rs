//! Leaving rows out of a dataset: sales that another file holds too, and customers who need no rows.

use std::collections::{BTreeSet, HashSet};

use super::{Dataset, Invoices, Lots, Mails, Money, Orders, Rejections, range_of};
use crate::model::customer::{Customer, CustomerIdx};
use crate::model::dates::Day;
use crate::model::items::NO_ITEM;
use crate::model::source::SourceIdx;

impl Dataset {
    /// Keeps only the orders that are marked, with their lots. `keep` is as long as the orders.
    pub fn keep_orders(&mut self, keep: &[bool]) {
        let (orders, lots) = (&self.orders, &self.lots);
        let n = self.customers.len();
        let mut keep_lots = vec![true; lots.day.len()];
        for customer in (0..n).map(|customer| CustomerIdx::try_from(customer).unwrap_or(CustomerIdx::MAX)) {
            let gone: HashSet<(i32, u64, SourceIdx)> = orders
                .of(customer)
                .filter(|&i| !keep[i])
                .map(|i| (orders.day[i], orders.number[i], orders.source[i]))
                .collect();
            for i in lots.of(customer) {
                keep_lots[i] = gone.is_empty() || !gone.contains(&(lots.day[i], lots.order[i], lots.source[i]));
            }
        }
        self.renumber_rejections(keep);
        self.orders.retain(keep);
        self.lots.retain(&keep_lots);
    }

    /// The rows of some customers, with the names of all, and with nothing else of them: what is kept with a closed review.
    #[must_use]
    pub fn of_customers(&self, wanted: &BTreeSet<CustomerIdx>) -> Self {
        let (orders, lots, invoices) = (&self.orders, &self.lots, &self.invoices);
        let (of_orders, order_offsets) = self.places(&orders.offsets, wanted);
        let (of_lots, lot_offsets) = self.places(&lots.offsets, wanted);
        let (receipts, (of_receipts, receipt_offsets)) = (&self.receipts, self.places(&self.receipts.offsets, wanted));
        let (rejections, (of_rejections, rejection_offsets)) =
            (&self.rejections, self.places(&self.rejections.offsets, wanted));
        let (mails, (of_mails, mail_offsets)) = (&self.mails, self.places(&self.mails.offsets, wanted));
        let (of_invoices, invoice_offsets) = self.places(&invoices.offsets, wanted);
        let customers = self.customers.iter().map(|customer| Customer { aliases: Vec::new(), ..customer.clone() });
        Self {
            customers: customers.collect(),
            sources: self.sources.clone(),
            currency: self.currency.clone(),
            knows_paid: self.knows_paid,
            number_forms: self.number_forms.clone(),
            orders: Orders {
                day: picked(&orders.day, &of_orders),
                amount: picked(&orders.amount, &of_orders),
                parts: picked(&orders.parts, &of_orders),
                number: picked(&orders.number, &of_orders),
                process: picked(&orders.process, &of_orders),
                finish: picked(&orders.finish, &of_orders),
                supplier: picked(&orders.supplier, &of_orders),
                end_customer: Vec::new(),
                area: Vec::new(),
                promised: Vec::new(),
                shipped: Vec::new(),
                mixed: Vec::new(),
                source: picked(&orders.source, &of_orders),
                row: picked(&orders.row, &of_orders),
                offsets: order_offsets,
            },
            lots: Lots {
                area: Vec::new(),
                promised: Vec::new(),
                shipped: Vec::new(),
                day: picked(&lots.day, &of_lots),
                parts: picked(&lots.parts, &of_lots),
                amount: picked(&lots.amount, &of_lots),
                order: picked(&lots.order, &of_lots),
                item: vec![NO_ITEM; of_lots.len()],
                source: picked(&lots.source, &of_lots),
                row: picked(&lots.row, &of_lots),
                offsets: lot_offsets,
            },
            invoices: Invoices {
                issued: picked(&invoices.issued, &of_invoices),
                due: picked(&invoices.due, &of_invoices),
                paid: picked(&invoices.paid, &of_invoices),
                open_on: picked(&invoices.open_on, &of_invoices),
                amount: picked(&invoices.amount, &of_invoices),
                number: picked(&invoices.number, &of_invoices),
                order: picked(&invoices.order, &of_invoices),
                source: picked(&invoices.source, &of_invoices),
                row: picked(&invoices.row, &of_invoices),
                offsets: invoice_offsets,
            },
            rejections: Rejections {
                day: picked(&rejections.day, &of_rejections),
                parts: picked(&rejections.parts, &of_rejections),
                order: picked(&rejections.order, &of_rejections),
                reason: picked(&rejections.reason, &of_rejections),
                source: picked(&rejections.source, &of_rejections),
                row: picked(&rejections.row, &of_rejections),
                offsets: rejection_offsets,
            },
            mails: Mails {
                day: picked(&mails.day, &of_mails),
                topic: picked(&mails.topic, &of_mails),
                clicked_on: picked(&mails.clicked_on, &of_mails),
                source: picked(&mails.source, &of_mails),
                row: picked(&mails.row, &of_mails),
                offsets: mail_offsets,
            },
            labels: self.labels.clone(),
            industry_of: self.industry_of.clone(),
            receipts: Money {
                day: picked(&receipts.day, &of_receipts),
                amount: picked(&receipts.amount, &of_receipts),
                source: picked(&receipts.source, &of_receipts),
                row: picked(&receipts.row, &of_receipts),
                offsets: receipt_offsets,
            },
            ..Self::default()
        }
    }

    /// How many rows of a customer there are.
    pub fn n_rows_of(&self, customer: CustomerIdx) -> usize {
        self.orders.of(customer).len() + self.lots.of(customer).len() + self.invoices.of(customer).len()
    }

    /// Before orders are left out: their rejections are of none, and those of the others keep theirs.
    fn renumber_rejections(&mut self, keep: &[bool]) {
        for customer in 0..CustomerIdx::try_from(self.customers.len()).unwrap_or(CustomerIdx::MAX) {
            let marks = &keep[self.orders.of(customer)];
            for i in self.rejections.of(customer) {
                let order = &mut self.rejections.order[i];
                if let Some(place) = usize::try_from(*order).ok().filter(|place| *place < marks.len()) {
                    let n_before = marks[..place].iter().filter(|stays| **stays).count();
                    *order = if marks[place] { u32::try_from(n_before).unwrap_or(u32::MAX) } else { u32::MAX };
                }
            }
        }
    }

    /// Leaves out the rows of a file, and its name.
    pub fn forget_file(&mut self, file: &str) {
        let is_it: Vec<bool> = self.sources.iter().map(|source| source.file == file).collect();
        let stays = |sources: &[SourceIdx]| -> Vec<bool> {
            sources.iter().map(|&source| is_it.get(usize::from(source)) != Some(&true)).collect()
        };
        let (orders, lots) = (stays(&self.orders.source), stays(&self.lots.source));
        let (invoices, receipts) = (stays(&self.invoices.source), stays(&self.receipts.source));
        let (rejections, mails) = (stays(&self.rejections.source), stays(&self.mails.source));
        self.mails.retain(&mails);
        self.receipts.retain(&receipts);
        self.rejections.retain(&rejections);
        self.renumber_rejections(&orders);
        self.orders.retain(&orders);
        self.lots.retain(&lots);
        self.invoices.retain(&invoices);
        for source in self.sources.iter_mut().filter(|source| source.file == file) {
            "a file that was forgotten".clone_into(&mut source.file);
        }
    }

    /// Leaves out the rows that lie before a day.
    pub fn forget_before(&mut self, day: Day) {
        let stays = |days: &[i32]| -> Vec<bool> { days.iter().map(|&of| of == Day::NONE.0 || of >= day.0).collect() };
        let (orders, lots) = (stays(&self.orders.day), stays(&self.lots.day));
        let (invoices, receipts) = (stays(&self.invoices.issued), stays(&self.receipts.day));
        let (rejections, mails) = (stays(&self.rejections.day), stays(&self.mails.day));
        self.mails.retain(&mails);
        self.receipts.retain(&receipts);
        self.rejections.retain(&rejections);
        self.renumber_rejections(&orders);
        self.orders.retain(&orders);
        self.lots.retain(&lots);
        self.invoices.retain(&invoices);
    }

    /// The places of some customers' rows, and where each customer's rows begin among these.
    fn places(&self, offsets: &[usize], wanted: &BTreeSet<CustomerIdx>) -> (Vec<usize>, Vec<usize>) {
        let (mut places, mut begins) = (Vec::new(), vec![0]);
        for customer in 0..CustomerIdx::try_from(self.customers.len()).unwrap_or(CustomerIdx::MAX) {
            if wanted.contains(&customer) {
                places.extend(range_of(offsets, customer));
            }
            begins.push(places.len());
        }
        (places, begins)
    }
}

fn picked<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|&place| values[place]).collect()
}

impl Lots {
    pub(super) fn retain(&mut self, keep: &[bool]) {
        if keep.iter().all(|&is_kept| is_kept) {
            return;
        }
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.parts, keep);
        kept(&mut self.amount, keep);
        kept(&mut self.order, keep);
        kept(&mut self.item, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

impl Orders {
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let n_before = move_offsets(&mut self.offsets, keep);
        self.mixed.retain(|(order, _)| keep.get(*order as usize) == Some(&true));
        for (order, _) in &mut self.mixed {
            *order = u32::try_from(n_before[*order as usize]).unwrap_or(u32::MAX);
        }
        kept(&mut self.day, keep);
        kept(&mut self.amount, keep);
        kept(&mut self.parts, keep);
        kept(&mut self.area, keep);
        kept(&mut self.promised, keep);
        kept(&mut self.shipped, keep);
        kept(&mut self.number, keep);
        for labels in [&mut self.process, &mut self.finish, &mut self.supplier, &mut self.end_customer] {
            kept(labels, keep);
        }
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

impl Mails {
    fn retain(&mut self, keep: &[bool]) {
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.topic, keep);
        kept(&mut self.clicked_on, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

impl Rejections {
    fn retain(&mut self, keep: &[bool]) {
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.parts, keep);
        kept(&mut self.order, keep);
        kept(&mut self.reason, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

impl Money {
    fn retain(&mut self, keep: &[bool]) {
        move_offsets(&mut self.offsets, keep);
        kept(&mut self.day, keep);
        kept(&mut self.amount, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

impl Invoices {
    fn retain(&mut self, keep: &[bool]) {
        move_offsets(&mut self.offsets, keep);
        for days in [&mut self.issued, &mut self.due, &mut self.paid, &mut self.open_on] {
            kept(days, keep);
        }
        kept(&mut self.amount, keep);
        kept(&mut self.number, keep);
        kept(&mut self.order, keep);
        kept(&mut self.source, keep);
        kept(&mut self.row, keep);
    }
}

/// Where each customer's rows begin once only those marked are there.
/// Gives how many are kept before each.
fn move_offsets(offsets: &mut [usize], keep: &[bool]) -> Vec<usize> {
    let mut n_before = Vec::with_capacity(keep.len() + 1);
    let mut n = 0;
    n_before.push(0);
    for &is_kept in keep {
        n += usize::from(is_kept);
        n_before.push(n);
    }
    for offset in offsets {
        *offset = n_before[*offset];
    }
    n_before
}

fn kept<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    values.retain(|_| *marks.next().unwrap_or(&true));
}
