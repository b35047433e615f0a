//! Where an article's text came from, as it is told.

use std::fmt;
use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Serialize, Serializer};

use crate::generations::{Place, time_text};

/// Where an article's text came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Compiled into the program.
    BuiltIn(String),
    /// A retelling in the configuration folder.
    Briefing(PathBuf),
    /// A file or folder.
    Path(PathBuf),
    /// A generation on disk.
    Generation {
        number: u64,
        place: Place,
        fetched_at: Option<SystemTime>,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(_) => f.write_str("built-in briefing"),
            Self::Briefing(path) => write!(f, "briefing {}", path.display()),
            Self::Path(path) => write!(f, "{}", path.display()),
            Self::Generation {
                number,
                place,
                fetched_at,
            } => {
                write!(f, "generation {number}")?;
                match (place, fetched_at) {
                    (_, Some(at)) => write!(f, ", fetched {}", time_text(*at)),
                    (Place::Briefing(name), None) => write!(f, ", briefing {name}"),
                    (Place::Path(name), None) => write!(f, ", {name}"),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, path) = match self {
            Self::BuiltIn(name) => ("built_in_briefing", name.clone()),
            Self::Briefing(path) => ("briefing", path.display().to_string()),
            Self::Path(path) => ("path", path.display().to_string()),
            Self::Generation {
                number,
                place,
                fetched_at,
            } => {
                let value = serde_json::json!({
                    "kind": "generation",
                    "generation": number,
                    "place": place,
                    "fetched_at": fetched_at.map(time_text),
                });
                return value.serialize(serializer);
            }
        };
        serde_json::json!({ "kind": kind, "path": path }).serialize(serializer)
    }
}
