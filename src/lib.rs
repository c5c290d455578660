//! Lotwise reads the exports of a finishing shop and answers once a week: whom should we call, and why?
//!
//! Data flows one way, and each layer uses only those before it:
//!
//! ```text
//! bytes ─ import ─▶ tables ─ names ─▶ dataset ─ insight ─▶ outcomes ─ review ─▶ answers ─┬─ ui
//!                    │  ▲                                                               ├─ report
//!                    store                                                              └─ cli
//! ```
//!
//! - [`model`]: the words of the trade. Days, money, customers, typed columns, findings. No files, no window.
//! - [`import`]: a file in, a [`model::Table`] and its problems out, whatever its format, layout and language. A bad cell costs
//!   its row, never the file, and no line is lost: each is used or listed with its reason.
//! - [`names`]: which spellings are one customer, what each item, campaign and customer is, and which documents are one sale.
//!   Doubtful links are listed and not made; the owner's word, [`model::said`], stands above everything.
//! - [`insight`]: one question a file, each a pure function of one customer's past at a date; two of many customers at once, in
//!   [`insight::shop`] those of the whole shop, which raise no flag, and in [`insight::forecast`] what is coming.
//! - [`store`]: the workspace, one file that remembers what was taken in, how each list is read, what was decided and how each
//!   review was told; it loses nothing, and forgets what it is told to.
//! - [`review`]: sees all customers: control of false alarms, persistence, ranking, industries and finishes, what a moved limit would
//!   do, what changed since the last review, what moves in the shop, words.
//! - [`report`]: one file a format ([`report::formats`]). What the weekly report says is one [`report::pack::Pack`], printed as a web
//!   page and as a PDF; the workbook works out each number again by formulas over its rows. A [`report::chart::Chart`] says once where everything stands ([`report::chart::drawing::Drawing`]);
//!   the window paints it, the report writes it as SVG, a saved picture as pixels. Tables are one [`report::table_spec::TableSpec`].
//! - [`app`]: what the running app knows; [`app::AppState::apply`] is the one place that changes it, and where undo lives.
//! - [`ui`]: the window; views draw an immutable snapshot and return commands. One file a page, one
//!   widget for all charts and one for all tables that look like a spreadsheet; the help of each page lies in `assets/help`.
//! - [`cli`]: the same job without a window.
//! - [`sample`]: an invented shop's exports, for trying out and for tests.
//!
//! What holds everywhere: the review date is an argument, never a clock; nothing depends on the order of a hash map; what
//! stands at a date is a function of the rows dated before it; and no internet connection is ever opened.

pub mod app;
pub mod cli;
pub mod import;
pub mod insight;
pub mod model;
pub mod names;
pub mod report;
pub mod review;
pub mod sample;
pub mod store;
pub mod ui;
