//! What the import layer needs of the model: without the joined dataset, which brings polars along.

#[path = "../../src/model/customer.rs"]
pub mod customer;
#[path = "../../src/model/dates.rs"]
pub mod dates;
#[path = "../../src/model/money.rs"]
pub mod money;
#[path = "../../src/model/numbers.rs"]
pub mod numbers;
#[path = "../../src/model/said.rs"]
pub mod said;
#[path = "../../src/model/schema.rs"]
pub mod schema;
#[path = "../../src/model/source.rs"]
pub mod source;
#[path = "../../src/model/table.rs"]
pub mod table;
#[path = "../../src/model/words.rs"]
pub mod words;

pub use dates::Day;
pub use said::About;
pub use schema::{Field, Form, Kind};
pub use table::Table;
