//! REST requests that fail on demand.

use std::sync::Arc;
use std::time::Duration;

use crate::world::Shared;

/// How a request fails.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// 429, with Discord's headers or without.
    RateLimited {
        /// After how long to try again.
        after: Duration,
        /// Whether every route is limited.
        global: bool,
        /// Whether the headers say so too.
        headers: bool,
    },
    /// This status, with a body that is no JSON where it is 5xx.
    Status(u16),
    /// Handled, but only after this long.
    Delayed(Duration),
    /// Handled at once, and answered only after this long.
    AnsweredLate(Duration),
    /// The connection is closed before the request is handled.
    Dropped,
    /// The request is handled, then the connection is closed without an answer.
    AnswerLost,
}

/// Faults to come.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    planned: Vec<Planned>,
    pub(crate) injected: usize,
}

#[derive(Debug)]
struct Planned {
    route: String,
    times: usize,
    fault: Fault,
}

impl Faults {
    /// The fault that this request meets; it is used up.
    pub(crate) fn next(&mut self, route: &str) -> Option<Fault> {
        let at = self.planned.iter().position(|p| route.contains(&p.route))?;
        let planned = &mut self.planned[at];
        planned.times -= 1;
        let fault = planned.fault.clone();
        if planned.times == 0 {
            self.planned.remove(at);
        }
        self.injected += 1;
        Some(fault)
    }

    fn plan(&mut self, planned: Planned) {
        if planned.times > 0 {
            self.planned.push(planned);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.planned.clear();
    }
}

/// Says which requests fail, how often and how.
#[derive(Debug)]
#[must_use = "nothing fails until a fault is named"]
pub struct FaultBuilder {
    shared: Arc<Shared>,
    route: String,
    times: usize,
}

impl FaultBuilder {
    pub(crate) fn new(shared: Arc<Shared>, route: &str) -> Self {
        Self {
            shared,
            route: route.into(),
            times: 1,
        }
    }

    /// How many requests fail; one unless told.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// They fail so.
    pub fn with(self, fault: Fault) {
        self.shared.world().faults.plan(Planned {
            route: self.route,
            times: self.times,
            fault,
        });
    }

    /// They get 429 with Discord's headers.
    pub fn rate_limited(self, after: Duration) {
        self.with(Fault::RateLimited {
            after,
            global: false,
            headers: true,
        });
    }

    /// They get this status.
    pub fn status(self, status: u16) {
        self.with(Fault::Status(status));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_its_route_as_often_as_planned() {
        let mut faults = Faults::default();
        faults.plan(Planned {
            route: "callback".into(),
            times: 2,
            fault: Fault::Status(503),
        });
        assert_eq!(faults.next("GET /gateway"), None);
        assert_eq!(faults.next("POST …/callback"), Some(Fault::Status(503)));
        assert_eq!(faults.next("POST …/callback"), Some(Fault::Status(503)));
        assert_eq!(faults.next("POST …/callback"), None);
        assert_eq!(faults.injected, 2);
    }
}
