//! What each unit of the page is.

use super::body::{find_source, is_heading, is_marked_heading, tail_start};
use super::furniture::{
    Furniture, is_lone_button, is_tail_line, listed_items, recognise, source_line,
};
use super::header::{Head, date_in, read_head};
use super::unwrap::Unit;
use crate::article::Date;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The headline.
    Title,
    /// The standfirst.
    Summary,
    /// What opens a section.
    Heading,
    /// A paragraph of the article.
    Paragraph,
    /// Not the article's.
    Furniture(Furniture),
}

/// A page read: the role of every unit and what the furniture told.
#[derive(Debug)]
pub(super) struct Reading {
    /// Which unit is the title.
    pub(super) title: usize,
    /// One role a unit.
    pub(super) roles: Vec<Role>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// When it was published.
    pub(super) published: Option<Date>,
    /// Who published it.
    pub(super) publisher: Option<String>,
}

/// Gives every unit its role; none if there is no unit.
pub(super) fn assign(units: &[Unit<'_>]) -> Option<Reading> {
    units.first()?;
    let is_title =
        |unit: &Unit<'_>| recognise(&unit.plain).is_none() && !is_lone_button(&unit.plain);
    let title = units.iter().position(is_title).unwrap_or(0);
    let source = find_source(units).filter(|(at, _)| *at > title);
    let end = source.map_or(units.len(), |(at, _)| at);
    let page = units.get(..end).unwrap_or(units);
    let head = read_head(page, title);
    let mut roles = vec![Role::Paragraph; units.len()];
    mark_furniture(&mut roles, units, end);
    mark_teaser_lists(&mut roles, units);
    mark_head(&mut roles, &head);
    mark_buttons(&mut roles, units);
    set(&mut roles, title, Role::Title);
    mark_headings(&mut roles, page, head.end);
    let published = head.published.or_else(|| labelled_date(units, &roles));
    Some(Reading {
        title,
        roles,
        authors: head.authors,
        published,
        publisher: source.map(|(_, name)| name.to_owned()).or(head.publisher),
    })
}

fn set(roles: &mut [Role], at: usize, role: Role) {
    if let Some(place) = roles.get_mut(at) {
        *place = role;
    }
}

fn mark_furniture(roles: &mut [Role], units: &[Unit<'_>], end: usize) {
    let tail = tail_start(units);
    for (at, (unit, role)) in units.iter().zip(roles).enumerate() {
        let kind = if at > end {
            Some(Furniture::Tail)
        } else if at == end && source_line(&unit.plain).is_some() {
            Some(Furniture::Source)
        } else if at >= tail.max(1) && is_tail_line(&unit.plain) {
            Some(Furniture::Tail)
        } else {
            recognise(&unit.plain)
        };
        if let Some(kind) = kind {
            *role = Role::Furniture(kind);
        }
    }
}

/// Pointers to other articles in a list whose begin and end the page reads aloud.
fn mark_teaser_lists(roles: &mut [Role], units: &[Unit<'_>]) {
    let teaser = Role::Furniture(Furniture::Teaser);
    for (at, unit) in units.iter().enumerate().skip(1) {
        let Some(items) = listed_items(&unit.plain) else {
            continue;
        };
        // Each item may be announced by a line of its own.
        let most_units = items.saturating_mul(2).saturating_add(1);
        let mut rest = units.iter().skip(at).take(most_units.saturating_add(1));
        if let Some(length) = rest.position(|unit| unit.plain == "end of list")
            && roles.get(at - 1) == Some(&teaser)
        {
            roles
                .iter_mut()
                .skip(at)
                .take(length)
                .for_each(|role| *role = teaser);
        }
    }
}

fn mark_head(roles: &mut [Role], head: &Head) {
    for &(at, kind) in &head.furniture {
        set(roles, at, Role::Furniture(kind));
    }
    if let Some(at) = head.summary {
        set(roles, at, Role::Summary);
    }
}

/// A word such as "Facebook" is a button beside other furniture or another such word.
fn mark_buttons(roles: &mut [Role], units: &[Unit<'_>]) {
    let is_lone: Vec<bool> = units
        .iter()
        .map(|unit| is_lone_button(&unit.plain))
        .collect();
    let is_furniture: Vec<bool> = roles
        .iter()
        .map(|role| matches!(role, Role::Furniture(_)))
        .collect();
    for (at, role) in roles.iter_mut().enumerate() {
        let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        let is_there = |list: &[bool], at: usize| list.get(at).copied().unwrap_or_default();
        let mut beside = beside.filter(|&at| is_there(&is_lone, at) || is_there(&is_furniture, at));
        if is_there(&is_lone, at) && beside.next().is_some() {
            *role = Role::Furniture(Furniture::ShareBar);
        }
    }
}

fn mark_headings(roles: &mut [Role], page: &[Unit<'_>], start: usize) {
    let mut next: Option<&Unit<'_>> = None;
    for (at, unit) in page.iter().enumerate().skip(start).rev() {
        if roles.get(at) != Some(&Role::Paragraph) {
            continue;
        }
        let before = at
            .checked_sub(1)
            .filter(|&at| roles.get(at) == Some(&Role::Paragraph));
        let before = before.and_then(|at| page.get(at));
        if is_marked_heading(&unit.text) || is_heading(unit, before, next) {
            set(roles, at, Role::Heading);
        }
        next = Some(unit);
    }
}

/// The day of a line such as "Published: July 4, 2025" outside the head.
fn labelled_date(units: &[Unit<'_>], roles: &[Role]) -> Option<Date> {
    let dated = units.iter().zip(roles);
    let mut dated = dated.filter(|(_, role)| **role == Role::Furniture(Furniture::Date));
    dated.find_map(|(unit, _)| date_in(&unit.plain))
}
