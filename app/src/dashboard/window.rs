//! The window indicators are shown for: this month, this quarter, this year.

use super::months;
use crate::{
    routes::Window,
    text::dashboard as words,
    ui::{Ui, dates},
};
use jiefang_domain::{Day, Month};

/// The months of the window up to now.
pub fn months_of(ui: Ui, window: Window) -> Vec<Month> {
    let now = ui.hood.now_ms();
    let number = usize::try_from(Day::at(now).month().0 % 100 - 1).unwrap_or(0);
    months::last(
        now,
        match window {
            Window::Month => 1,
            Window::Quarter => number % 3 + 1,
            Window::Year => number + 1,
        },
    )
}

/// Its name.
pub fn name(ui: Ui, window: Window) -> String {
    let month = Day::at(ui.hood.now_ms()).month();
    let year = (month.0 / 100).to_string();
    match window {
        Window::Month => dates::month(ui, month),
        Window::Quarter => ui.fill(words::QUARTER_OF, &[&year, &((month.0 % 100 - 1) / 3 + 1).to_string()]),
        Window::Year => ui.fill(words::YEAR_OF, &[&year]),
    }
}
