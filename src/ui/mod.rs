//! The window. Views read `AppState` and return `Command`s; nothing here changes what is known.

mod charts;
mod pages;
mod shell;
mod theme;
mod widgets;
mod window;

pub use pages::Pages;
pub use shell::shell_ui;
pub use theme::install_look;
pub use window::{ShopApp, run};
