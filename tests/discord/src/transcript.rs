//! Writes every body the stand-in received to files, one a request, for checks by others.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

/// The environment variable that names the folder.
const VARIABLE: &str = "DISCORD_TRANSCRIPT";

/// Counts over all stand-ins of the process, so that no file is written twice.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Where bodies go, if anywhere.
#[derive(Debug)]
pub(crate) struct Transcript(Option<PathBuf>);

impl Transcript {
    /// To the folder that `DISCORD_TRANSCRIPT` names.
    pub(crate) fn from_environment() -> Self {
        Self(std::env::var_os(VARIABLE).map(PathBuf::from))
    }

    /// Writes one request; `route` is its template, so that no token is written.
    pub(crate) fn write(&self, method: &str, route: &str, body: &Value) {
        let Some(folder) = &self.0 else { return };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number:06}.json", std::process::id());
        let entry = json!({"method": method, "route": route, "body": body});
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(folder.join(name), entry.to_string()));
        if let Err(error) = written {
            panic!("{VARIABLE}: {}: {error}", folder.display());
        }
    }
}
