//! A page's tree in one vector, built by html5ever.
//!
//! Nodes are indices, so neither building, walking nor dropping recurses. Deliberately absent: what
//! the elements mean (`blocks.rs`); the limits under which it is built (`feed.rs`).

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName};

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Element {
        name: Rc<QualName>,
        attributes: Vec<Attribute>,
    },
    Text(String),
    Other,
}

/// One node; the first is the document.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    depth: usize,
}

/// A whole page.
#[derive(Debug)]
pub(super) struct Dom {
    pub(super) nodes: Vec<Node>,
}

impl Dom {
    /// The element's name in lower case; empty for all else.
    pub(super) fn name(&self, at: usize) -> &str {
        match self.nodes.get(at).map(|node| &node.kind) {
            Some(Kind::Element { name, .. }) => &name.local,
            _ => "",
        }
    }

    /// The value of an attribute of an element.
    pub(super) fn attribute(&self, at: usize, wanted: &str) -> Option<&str> {
        match &self.nodes.get(at)?.kind {
            Kind::Element { attributes, .. } => attributes
                .iter()
                .find(|attribute| &*attribute.name.local == wanted)
                .map(|attribute| &*attribute.value),
            _ => None,
        }
    }

    /// All nodes under `at`, itself first, in the order of the page.
    pub(super) fn under(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut stack = vec![at];
        std::iter::from_fn(move || {
            let at = stack.pop()?;
            let children = self.nodes.get(at).map_or(&[][..], |node| &node.children);
            stack.extend(children.iter().rev());
            Some(at)
        })
    }

    /// The text under `at`, white space collapsed.
    pub(super) fn text(&self, at: usize) -> String {
        let mut text = String::new();
        for node in self.under(at) {
            match self.nodes.get(node).map(|node| &node.kind) {
                Some(Kind::Text(piece)) => text.push_str(piece),
                Some(Kind::Element { name, .. }) if &*name.local == "br" => text.push(' '),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Dom {
    /// The text under `at`, white space collapsed, if it has at most `most` characters; else none.
    pub(super) fn pieces(&self, at: usize, most: usize) -> String {
        let mut text = String::new();
        for node in self.under(at).take(most) {
            if let Some(Kind::Text(piece)) = self.nodes.get(node).map(|node| &node.kind) {
                text.push_str(piece);
                text.push(' ');
            }
            if text.len() > most * 8 {
                return String::new();
            }
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.replace(" ,", ",");
        if text.chars().nth(most).is_some() {
            String::new()
        } else {
            text
        }
    }
}

/// A node and, if it is an element, its name, which the builder asks for often.
#[derive(Clone)]
pub(super) struct Handle {
    at: usize,
    name: Rc<QualName>,
}

/// What the parser builds the tree through.
pub(super) struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// How deep the deepest node stands, and the one put in last.
    pub(super) deepest: Cell<usize>,
    pub(super) last_depth: Cell<usize>,
    no_name: Rc<QualName>,
}

impl Sink {
    pub(super) fn new() -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::new()),
            deepest: Cell::new(0),
            last_depth: Cell::new(0),
            no_name: Rc::new(QualName::new(None, "".into(), "".into())),
        };
        sink.make(Kind::Other);
        sink
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes.borrow().len()
    }

    pub(super) fn into_dom(self) -> Dom {
        Dom {
            nodes: self.nodes.into_inner(),
        }
    }

    fn make(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            kind,
            parent: None,
            children: Vec::new(),
            depth: 0,
        });
        nodes.len() - 1
    }

    fn nameless(&self, at: usize) -> Handle {
        Handle {
            at,
            name: Rc::clone(&self.no_name),
        }
    }

    fn detach(&self, at: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[at].parent.take() {
            let children = &mut nodes[parent].children;
            if let Some(place) = children.iter().rposition(|&child| child == at) {
                children.remove(place);
            }
        }
    }

    /// Puts `child` into `parent`, before the child at `place`; text joins the text before it.
    fn insert(&self, parent: usize, place: usize, child: NodeOrText<Handle>) {
        let child = match child {
            NodeOrText::AppendNode(node) => node.at,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = place
                    .checked_sub(1)
                    .and_then(|before| nodes[parent].children.get(before).copied());
                if let Some(before) = before
                    && let Kind::Text(joined) = &mut nodes[before].kind
                {
                    joined.push_str(&text);
                    return;
                }
                drop(nodes);
                self.make(Kind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        nodes[child].parent = Some(parent);
        nodes[child].depth = depth;
        let place = place.min(nodes[parent].children.len());
        nodes[parent].children.insert(place, child);
        self.deepest.set(self.deepest.get().max(depth));
        self.last_depth.set(depth);
    }

    fn child_count(&self, at: usize) -> usize {
        self.nodes.borrow()[at].children.len()
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.nameless(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let at = self.make(Kind::Element {
            name: Rc::clone(&name),
            attributes,
        });
        Handle { at, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.nameless(self.make(Kind::Other))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.nameless(self.make(Kind::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.at);
        }
        self.insert(parent.at, self.child_count(parent.at), child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.nodes.borrow()[element.at].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.at);
        }
        let Some(parent) = self.nodes.borrow()[sibling.at].parent else {
            return;
        };
        // From the end: a table that text is put before is its parent's last child.
        let place = self.nodes.borrow()[parent]
            .children
            .iter()
            .rposition(|&child| child == sibling.at);
        self.insert(parent, place.unwrap_or_default(), child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        if let Kind::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.at].kind {
            for new in attrs {
                if attributes.len() < 100 && attributes.iter().all(|old| old.name != new.name) {
                    attributes.push(new);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = std::mem::take(&mut nodes[node.at].children);
        for &child in &moved {
            nodes[child].parent = Some(new_parent.at);
        }
        nodes[new_parent.at].children.extend(moved);
    }
}
