//! How markup gets into the page, and how what stands there becomes something else.

use super::node::{Handler, Node, Parts, Text};
use leptos::{
    prelude::RenderEffect,
    tachys::{
        renderer::{RemoveEventHandler, Rndr, types},
        view::Mountable,
    },
};
use std::{cell::RefCell, mem, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What stands in the page for a [`Node`].
pub enum State {
    Text(types::Text, Text),
    Element(Box<Standing>),
    Live(Follow),
    Many(Vec<State>, types::Placeholder),
}

/// What stands in the page for an element.
pub struct Standing {
    tag: &'static str,
    element: types::Element,
    attrs: Vec<(&'static str, Text)>,
    listeners: Vec<Listener>,
    children: Vec<State>,
}

struct Listener {
    event: &'static str,
    handler: Rc<RefCell<Option<Handler>>>,
    _attached: RemoveEventHandler<types::Element>,
}

impl State {
    /// Makes what `node` asks for; it stands nowhere yet.
    pub fn build(node: Node) -> Self {
        match node {
            Node::Text(text) => Self::Text(Rndr::create_text_node(&text), text),
            Node::Element(el) => Self::Element(Box::new(Standing::build(*el.0))),
            Node::Live(look) => Self::Live(follow(look, None)),
            Node::Many(nodes) => Self::Many(nodes.into_iter().map(Self::build).collect(), Rndr::create_placeholder()),
        }
    }

    /// Makes what stands here into what `node` asks for, keeping what is the same.
    pub fn patch(&mut self, node: Node) {
        match (&mut *self, node) {
            (Self::Text(standing, old), Node::Text(new)) => {
                if *old != new {
                    Rndr::set_text(standing, &new);
                    *old = new;
                }
            }
            (Self::Element(standing), Node::Element(el)) if standing.tag == el.0.tag => standing.patch(*el.0),
            (Self::Live(following), Node::Live(look)) => {
                let standing = following.0.take_value();
                *following = follow(look, standing);
            }
            (Self::Many(states, end), Node::Many(nodes)) => {
                patch_all(states, nodes, |state| {
                    Rndr::try_mount_before(state, end.as_ref());
                });
            }
            (_, node) => {
                let mut new = Self::build(node);
                self.insert_before_this(&mut new);
                self.unmount();
                *self = new;
            }
        }
    }
}

/// What follows its signals.
pub struct Follow(RenderEffect<State>);

impl Drop for Follow {
    fn drop(&mut self) {
        // The effect's own task lets go of what stands here only when it is run again; until then the effects in it
        // would go on, and look at signals that went with their screen.
        drop(self.0.take_value());
    }
}

fn follow(mut look: Box<dyn FnMut() -> Node + Send>, standing: Option<State>) -> Follow {
    Follow(RenderEffect::new_with_value(
        move |before: Option<State>| {
            let node = look();
            match before {
                Some(mut state) => {
                    state.patch(node);
                    state
                }
                None => State::build(node),
            }
        },
        standing,
    ))
}

fn patch_all(states: &mut Vec<State>, nodes: Vec<Node>, mut mount: impl FnMut(&mut State)) {
    for mut gone in states.drain(nodes.len().min(states.len())..) {
        gone.unmount();
    }
    let kept = states.len();
    let mut nodes = nodes.into_iter();
    for (state, node) in states.iter_mut().zip(nodes.by_ref().take(kept)) {
        state.patch(node);
    }
    for node in nodes {
        let mut state = State::build(node);
        mount(&mut state);
        states.push(state);
    }
}

impl Standing {
    fn build(el: Parts) -> Self {
        let element = Rndr::create_element(el.tag, el.svg.then_some(SVG));
        for (name, value) in &el.attrs {
            Rndr::set_attribute(&element, name, value);
        }
        let mut children: Vec<State> = el.children.into_iter().map(State::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        fill(&element, el.value);
        if let Some(ready) = el.ready {
            let element = element.clone();
            leptos::prelude::queue_microtask(move || ready(element.unchecked_into()));
        }
        let listeners = el.handlers.into_iter().map(|(event, handler)| listen(&element, event, handler)).collect();
        Self { tag: el.tag, element, attrs: el.attrs, listeners, children }
    }

    fn patch(&mut self, el: Parts) {
        let element = &self.element;
        for (name, value) in &el.attrs {
            if !self.attrs.contains(&(*name, value.clone())) {
                Rndr::set_attribute(element, name, value);
            }
        }
        for (name, _) in &self.attrs {
            if !el.attrs.iter().any(|(kept, _)| kept == name) {
                Rndr::remove_attribute(element, name);
            }
        }
        self.attrs = el.attrs;
        let same = self.listeners.len() == el.handlers.len()
            && self.listeners.iter().zip(&el.handlers).all(|(old, (event, _))| old.event == *event);
        if same {
            for (old, (_, handler)) in self.listeners.iter().zip(el.handlers) {
                old.handler.replace(Some(handler));
            }
        } else {
            drop(mem::take(&mut self.listeners));
            self.listeners = el.handlers.into_iter().map(|(event, handler)| listen(element, event, handler)).collect();
        }
        patch_all(&mut self.children, el.children, |state| state.mount(element, None));
        fill(element, el.value);
    }
}

/// Makes an input say `value`. One that says it already is left alone: cursor and composition stay where they are.
fn fill(element: &types::Element, value: Option<String>) {
    let name = JsValue::from_str("value");
    if let Some(value) = value.map(JsValue::from)
        && js_sys::Reflect::get(element, &name).ok().as_ref() != Some(&value)
    {
        let _ = js_sys::Reflect::set(element, &name, &value);
    }
}

fn listen(element: &types::Element, event: &'static str, handler: Handler) -> Listener {
    let handler = Rc::new(RefCell::new(Some(handler)));
    let current = Rc::clone(&handler);
    let call = Box::new(move |event: JsValue| {
        // Taken out while it runs: what it does may bring the same event about again, or put another in its place.
        let Some(handler) = current.take() else { return };
        handler(event.unchecked_into());
        current.borrow_mut().get_or_insert(handler);
    });
    Listener { event, handler, _attached: Rndr::add_event_listener(element, event, call) }
}

impl Mountable for State {
    fn unmount(&mut self) {
        match self {
            Self::Text(text, _) => text.unmount(),
            Self::Element(standing) => standing.element.unmount(),
            Self::Live(following) => following.0.unmount(),
            Self::Many(states, end) => {
                states.iter_mut().for_each(Mountable::unmount);
                end.unmount();
            }
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        match self {
            Self::Text(text, _) => text.mount(parent, marker),
            Self::Element(standing) => standing.element.mount(parent, marker),
            Self::Live(following) => following.0.mount(parent, marker),
            Self::Many(states, end) => {
                for state in states {
                    state.mount(parent, marker);
                }
                end.mount(parent, marker);
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text(text, _) => text.insert_before_this(child),
            Self::Element(standing) => standing.element.insert_before_this(child),
            Self::Live(following) => following.0.insert_before_this(child),
            Self::Many(states, end) => match states.first() {
                Some(first) => first.insert_before_this(child),
                None => end.insert_before_this(child),
            },
        }
    }

    /// Asked for where attributes are put on from outside, which nothing here does.
    fn elements(&self) -> Vec<types::Element> {
        Vec::new()
    }
}
