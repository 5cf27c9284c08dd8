//! What a screen hands to the frame: its heading, the way back, and what stands on it.

use super::Node;
use crate::routes::Route;

/// A screen.
pub struct Page {
    /// The heading, and the page's title. Looked at again when what it read changes.
    pub title: Box<dyn Fn() -> String + Send + Sync>,
    /// The line under it.
    pub sub: Box<dyn Fn() -> String + Send + Sync>,
    /// Where "back" leads; nothing on the screens of the tabs.
    pub back: Option<Route>,
    /// The class of `<main>`.
    pub class: &'static str,
    /// What stands on it.
    pub body: Node,
}

impl Page {
    /// A screen with a heading.
    pub fn new(class: &'static str, title: impl Fn() -> String + Send + Sync + 'static, body: impl Into<Node>) -> Self {
        Self { title: Box::new(title), sub: Box::new(String::new), back: None, class, body: body.into() }
    }

    /// The same with a line under its heading.
    pub fn sub(self, sub: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { sub: Box::new(sub), ..self }
    }

    /// The same with a way back.
    pub fn back(self, to: Route) -> Self {
        Self { back: Some(to), ..self }
    }
}
