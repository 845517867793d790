//! Elements created without `view!`, for the parts that are on every page.
//!
//! `view!` generates a type for every piece of markup and about fifteen functions for every type: a header and a start
//! page need half of the size allowed for a first load. Here an element is a value of one type, whatever it contains,
//! and a part that follows a signal does so through one boxed closure. Pages can still use `view!` and embed these
//! parts.

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::attribute::{Attribute, any_attribute::AnyAttribute};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Node};

use crate::dom;
use crate::i18n::{Key, Text};

/// Something that can be put into an element.
pub trait Part {
    /// Appends it to `parent`.
    fn put(self, parent: &Node);
}

/// An element with its content.
pub struct El(Element);

/// A new element.
pub fn el(tag: &str) -> El {
    made(dom::document().create_element(tag))
}

/// A new SVG element with fixed markup inside.
pub fn svg(class: &str, view_box: &str, inner: &str) -> El {
    let drawing = made(dom::document().create_element_ns(Some("http://www.w3.org/2000/svg"), "svg"));
    if !view_box.is_empty() {
        drawing.put_attribute("viewBox", view_box);
    }
    drawing.0.set_inner_html(inner);
    // Every icon is beside a word, so it is hidden from screen readers.
    drawing.class(class).set("aria-hidden", "true")
}

/// The tag names are constants, so the browser never refuses one.
fn made(element: Result<Element, JsValue>) -> El {
    El(element.unwrap_or_else(JsCast::unchecked_into))
}

/// Keeps a value for as long as the current part of the page lives.
fn keep<T: 'static>(thing: T) {
    let thing = SendWrapper::new(thing);
    on_cleanup(move || drop(thing));
}

/// Runs now, and again whenever a signal that it read changes.
fn follow(act: Box<dyn Fn()>) {
    keep(RenderEffect::new(move |_: Option<()>| act()));
}

impl El {
    fn put_attribute(&self, name: &str, value: &str) {
        let _ = self.0.set_attribute(name, value);
    }
    /// The element itself.
    pub fn node(&self) -> Element {
        self.0.clone()
    }
    /// With this class attribute.
    pub fn class(self, class: &str) -> Self {
        self.set("class", class)
    }
    /// With an attribute.
    pub fn set(self, name: &str, value: &str) -> Self {
        self.put_attribute(name, value);
        self
    }
    /// With an attribute, if there is a value.
    pub fn set_some(self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.put_attribute(name, value);
        }
        self
    }
    /// Adds an attribute that follows signals; `None` removes it.
    pub fn live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.live_boxed(name, Box::new(value))
    }
    fn live_boxed(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        }));
        self
    }
    /// Adds an attribute whose value is a text.
    pub fn says(self, name: &'static str, text: impl Into<Text>) -> Self {
        let text = text.into();
        self.live_boxed(name, Box::new(move || Some(text.get())))
    }
    /// Adds a class that is set or removed by signals.
    pub fn live_class(self, class: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        let (element, on): (_, Box<dyn Fn() -> bool>) = (self.0.clone(), Box::new(on));
        follow(Box::new(move || {
            let _ = element.class_list().toggle_with_force(class, on());
        }));
        self
    }
    /// Adds a property, such as `value` or `checked`, that follows signals.
    pub fn live_prop(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let (element, value): (_, Box<dyn Fn() -> JsValue>) = (self.0.clone(), Box::new(value));
        follow(Box::new(move || {
            let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &value());
        }));
        self
    }
    /// Adds an event handler.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(act))
    }
    fn on_boxed(self, event: &str, act: Box<dyn FnMut(Event)>) -> Self {
        let act = Closure::wrap(act);
        let _ = self.0.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
        // The handler is removed first, because a dialog reports its closing even after the page is removed.
        let listening = SendWrapper::new((self.0.clone(), event.to_owned(), act));
        on_cleanup(move || {
            let (element, event, act) = listening.take();
            let _ = element.remove_event_listener_with_callback(&event, act.as_ref().unchecked_ref());
        });
        self
    }
    /// With something in it.
    pub fn add(self, part: impl Part) -> Self {
        part.put(&self.0);
        self
    }
    /// Converts it to a view, for `view!` and for components.
    pub fn into_any(self) -> AnyView {
        let node: Node = self.0.into();
        built(node.clone(), node)
    }
}

/// Allows `view!` to use an element directly.
impl IntoRender for El {
    type Output = AnyView;
    fn into_render(self) -> AnyView {
        self.into_any()
    }
}

impl Part for El {
    fn put(self, parent: &Node) {
        let _ = parent.append_child(&self.0);
    }
}

impl Part for &str {
    fn put(self, parent: &Node) {
        let _ = parent.append_child(&dom::document().create_text_node(self));
    }
}

impl Part for Text {
    fn put(self, parent: &Node) {
        let node = dom::document().create_text_node("");
        let _ = parent.append_child(&node);
        follow(Box::new(move || node.set_data(&self.get())));
    }
}

impl Part for Key {
    fn put(self, parent: &Node) {
        Text::from(self).put(parent);
    }
}

impl Part for AnyView {
    fn put(self, parent: &Node) {
        let mut state = self.build();
        // Only `insertBefore` is called on it, which every node has.
        state.mount(parent.unchecked_ref(), None);
        keep(state);
    }
}

impl<P: Part> Part for Option<P> {
    fn put(self, parent: &Node) {
        if let Some(part) = self {
            part.put(parent);
        }
    }
}

impl<P: Part> Part for Vec<P> {
    fn put(self, parent: &Node) {
        self.into_iter().for_each(|part| part.put(parent));
    }
}

impl<A: Part, B: Part> Part for (A, B) {
    fn put(self, parent: &Node) {
        self.0.put(parent);
        self.1.put(parent);
    }
}

/// A part that is rebuilt whenever a signal that it read changes.
pub struct Live(Box<dyn Fn(&Node)>);

/// A part that is rebuilt whenever a signal read by `make` changes.
pub fn live<P: Part>(make: impl Fn() -> P + 'static) -> Live {
    Live(Box::new(move |parent| make().put(parent)))
}

impl Live {
    /// Creates two comment nodes with the content between them.
    fn build(self, parent: &Node) -> (Node, Node) {
        let document = dom::document();
        let (first, last): (Node, Node) = (document.create_comment("").into(), document.create_comment("").into());
        let _ = parent.append_child(&first);
        let _ = parent.append_child(&last);
        let ends = (first.clone(), last.clone());
        follow(Box::new(move || {
            while let Some(stale) = first.next_sibling().filter(|node| *node != last) {
                if let Some(parent) = stale.parent_node() {
                    let _ = parent.remove_child(&stale);
                }
            }
            let fresh = dom::document().create_document_fragment();
            (self.0)(&fresh);
            if let Some(parent) = last.parent_node() {
                let _ = parent.insert_before(&fresh, Some(&last));
            }
        }));
        ends
    }
    /// As a view.
    pub fn into_any(self) -> AnyView {
        let home: Node = dom::document().create_document_fragment().into();
        let (first, last) = self.build(&home);
        built(first, last)
    }
}

impl Part for Live {
    fn put(self, parent: &Node) {
        self.build(parent);
    }
}

/// Several parts, one after another, as a view.
pub fn parts(parts: impl Part) -> AnyView {
    let home: Node = dom::document().create_document_fragment().into();
    let mark = || Node::from(dom::document().create_comment(""));
    let (first, last) = (mark(), mark());
    let _ = home.append_child(&first);
    parts.put(&home);
    let _ = home.append_child(&last);
    built(first, last)
}

/// The row of buttons at the end of a form or a page.
pub fn actions(buttons: impl Part) -> El {
    el("div").class("actions").add(buttons)
}

fn built(first: Node, last: Node) -> AnyView {
    leptos::prelude::IntoAny::into_any(Built(SendWrapper::new((first, last))))
}

/// Adjacent nodes, from the first to the last, as the framework mounts them.
struct Built(SendWrapper<(Node, Node)>);

impl Built {
    fn each(&self, act: impl Fn(&Node)) {
        let (first, last) = &*self.0;
        let mut next = Some(first.clone());
        while let Some(node) = next {
            next = if node == *last { None } else { node.next_sibling() };
            act(&node);
        }
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        // Moved into a fragment and not only removed, because the nodes must stay adjacent in case they are mounted
        // again.
        let home = dom::document().create_document_fragment();
        self.each(|node| {
            let _ = home.append_child(node);
        });
    }
    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.each(|node| {
            let _ = parent.insert_before(node, marker);
        });
    }
    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = &self.0.0;
        match first.parent_node() {
            Some(parent) => {
                child.mount(parent.unchecked_ref(), Some(first));
                true
            }
            None => false,
        }
    }
    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Render for Built {
    type State = Built;
    fn build(self) -> Built {
        self
    }
    fn rebuild(mut self, state: &mut Built) {
        state.insert_before_this(&mut self);
        state.unmount();
        *state = self;
    }
}

impl AddAnyAttr for Built {
    type Output<NewAttr: Attribute> = Built;
    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Built {
        self
    }
}

/// There is no server-side rendering; this implements only what the trait requires.
impl RenderHtml for Built {
    type AsyncOutput = Built;
    type Owned = Built;
    const MIN_LENGTH: usize = 0;
    fn dry_resolve(&mut self) {}
    async fn resolve(self) -> Built {
        self
    }
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self
    }
    fn into_owned(self) -> Built {
        self
    }
}
