//! One type for every element there is.
//!
//! `view!` makes a Rust type of each piece of markup, and the compiler writes code for each: the dearest thing in a
//! download that has to stay small. Here markup is data: one type, built and patched by one function each. Patching in
//! place keeps the focus and what somebody is typing when a page of sync arrives under their hands.

use super::patch::State;
use leptos::{
    prelude::{AddAnyAttr, RenderHtml},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState, Render},
    },
};
use std::borrow::Cow;

pub type Text = Cow<'static, str>;
pub type Handler = Box<dyn Fn(web_sys::Event) + Send>;
pub type Ready = Box<dyn FnOnce(web_sys::HtmlElement) + Send>;

/// Something to show.
pub enum Node {
    /// Text.
    Text(Text),
    /// An element with all that is in it.
    Element(El),
    /// What a function gives; shown anew when a signal it read changes.
    Live(Box<dyn FnMut() -> Node + Send>),
    /// Several, one after the other.
    Many(Vec<Node>),
}

/// An element: what it is, its attributes, what it listens to, and what is in it.
pub struct El(pub(super) Box<Parts>);

/// What an element is made of.
pub(super) struct Parts {
    pub(super) tag: &'static str,
    pub(super) svg: bool,
    pub(super) attrs: Vec<(&'static str, Text)>,
    pub(super) handlers: Vec<(&'static str, Handler)>,
    pub(super) children: Vec<Node>,
    pub(super) value: Option<String>,
    pub(super) ready: Option<Ready>,
}

/// An element of HTML.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts {
        tag,
        svg: false,
        attrs: Vec::new(),
        handlers: Vec::new(),
        children: Vec::new(),
        value: None,
        ready: None,
    }))
}

/// An element of SVG.
pub fn svg(tag: &'static str) -> El {
    let mut element = el(tag);
    element.0.svg = true;
    element
}

/// An element with a class.
#[inline(never)]
pub fn of(tag: &'static str, class: &'static str) -> El {
    el(tag).attr("class", class)
}

/// Shown anew whenever a signal that `look` reads changes.
pub fn live<N: Into<Node>>(mut look: impl FnMut() -> N + Send + 'static) -> Node {
    Node::Live(Box::new(move || look().into()))
}

/// Nothing.
pub fn nothing() -> Node {
    Node::Many(Vec::new())
}

/// What can be put into an element. Each kind has a function of its own that is not copied into the screens: they say
/// so much that what a call costs is what the app costs.
pub trait Put {
    /// Puts it in.
    fn put_into(self, element: El) -> El;
}

impl Put for Node {
    #[inline(never)]
    fn put_into(self, mut element: El) -> El {
        element.0.children.push(self);
        element
    }
}

impl Put for El {
    #[inline(never)]
    fn put_into(self, element: El) -> El {
        Node::Element(self).put_into(element)
    }
}

impl Put for &'static str {
    #[inline(never)]
    fn put_into(self, element: El) -> El {
        Node::Text(Cow::Borrowed(self)).put_into(element)
    }
}

impl Put for String {
    #[inline(never)]
    fn put_into(self, element: El) -> El {
        Node::Text(Cow::Owned(self)).put_into(element)
    }
}

impl<P: Put> Put for Option<P> {
    fn put_into(self, element: El) -> El {
        // Something stands there in any case, so that what comes after keeps its place when it is patched.
        match self {
            Some(put) => put.put_into(element),
            None => nothing().put_into(element),
        }
    }
}

/// The value of an attribute.
pub trait Value {
    /// Gives it to the element.
    fn give(self, element: El, name: &'static str) -> El;
}

impl Value for &'static str {
    #[inline(never)]
    fn give(self, element: El, name: &'static str) -> El {
        element.with((name, Cow::Borrowed(self)))
    }
}

impl Value for String {
    #[inline(never)]
    fn give(self, element: El, name: &'static str) -> El {
        element.with((name, Cow::Owned(self)))
    }
}

impl El {
    fn with(mut self, attr: (&'static str, Text)) -> Self {
        self.0.attrs.push(attr);
        self
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, handler: Handler) -> Self {
        self.0.handlers.push((event, handler));
        self
    }

    /// An attribute with its value.
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        value.give(self, name)
    }

    /// An attribute that is there or not.
    #[inline(never)]
    pub fn flag(self, name: &'static str, there: bool) -> Self {
        if there { self.attr(name, "") } else { self }
    }

    /// What stands in an input. Whoever shows what is typed as it is typed leaves it to the person who types.
    pub fn value(mut self, value: String) -> Self {
        self.0.value = Some(value);
        self
    }

    /// What happens on an event.
    pub fn on(self, event: &'static str, handler: impl Fn(web_sys::Event) + Send + 'static) -> Self {
        self.listen(event, Box::new(handler))
    }

    /// What happens on a click.
    pub fn click(self, handler: impl Fn() + Send + 'static) -> Self {
        self.on("click", move |_| handler())
    }

    /// What is done once, when it stands in the page.
    pub fn ready(mut self, ready: impl FnOnce(web_sys::HtmlElement) + Send + 'static) -> Self {
        self.0.ready = Some(Box::new(ready));
        self
    }

    /// Something in it.
    pub fn put(self, child: impl Put) -> Self {
        child.put_into(self)
    }

    /// Several things in it.
    pub fn all(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// As a node.
    pub fn node(self) -> Node {
        self.into()
    }
}

impl From<El> for Node {
    fn from(element: El) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Vec<Node>> for Node {
    fn from(nodes: Vec<Node>) -> Self {
        Self::Many(nodes)
    }
}

impl<N: Into<Node>> From<Option<N>> for Node {
    fn from(node: Option<N>) -> Self {
        node.map_or_else(nothing, Into::into)
    }
}

impl Render for Node {
    type State = State;

    fn build(self) -> State {
        State::build(self)
    }

    fn rebuild(self, state: &mut State) {
        state.patch(self);
    }
}

impl AddAnyAttr for Node {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// Asked for by the traits of leptos; a page of this app is never made on a server.
impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> State {
        State::build(self)
    }

    fn into_owned(self) -> Self {
        self
    }
}
